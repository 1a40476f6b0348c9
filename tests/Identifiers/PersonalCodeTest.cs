namespace Eds.Tests.Identifiers;

public sealed class PersonalCodeTest
{
    [Fact]
    public void A_valid_code_is_read_with_and_without_its_hyphen() => Assert.All<string>(
        [
            "161175-19997", "030303-10012", "030303-10004", "040404-19999", "311299-19993", "020100-29990", "329999-99901", "329999-99709",
            "328673-00679", "390000-00000", "912345-67890", "290204-00001", // 1804 was a leap year
        ],
        display =>
        {
            var digits = display.Replace("-", "", StringComparison.Ordinal);

            Assert.All([display, digits, $" {display}\n"], typed =>
            {
                Assert.True(PersonalCode.TryParse(typed, out var code));
                Assert.Equal(digits, code.Digits);
                Assert.Equal(display, code.Display);
                Assert.Equal(code, PersonalCode.FromStored(digits));
                Assert.Equal(display[0] == '9', code.IsTaxpayerCode);
            });
        });

    [Fact]
    public void An_invalid_code_is_refused() => Assert.All<string?>(
        [
            "161375-19994", "161375-19997", // month 13; the check digit is right, as in all that break another rule
            "161175-19998", // check digit
            "319999-99901", "319999-99907", // neither a date nor new form
            "310403-10014", "000303-10019", "290200-00008", "290200-10003", // 31 April, day 0, 29 February of 1800 and 1900
            "030303-30013", "430303-10019", "812345-67892", // century
            "03o303-10012", "030303-1001", "030303-100122", "0303031001", "030303100122", "03030-310012", "030303--10012", "030303 10012",
            "030303\u201310012", "٠٣٠٣٠٣-١٠٠١٢", "PNOLV-030303-10012", "３２９９９９-99901", "", null,
        ],
        typed =>
        {
            Assert.False(PersonalCode.TryParse(typed, out var code));
            Assert.Null(code);
        });

    [Theory]
    [InlineData("PNOLV-030303-10012", "03030310012")]
    [InlineData("PNOLV-03030310012", "03030310012")]
    [InlineData("PNOLV-329999-99901", "32999999901")]
    public void A_claim_is_read_in_its_ETSI_form(string claim, string digits) =>
        Assert.Equal(digits, PersonalCode.FromClaim(claim)?.Digits);

    [Fact]
    public void Any_other_claim_is_none() => Assert.All<string?>(
        [
            "PNOLV-912345-67890", "PNOLV-030303-10013", "PNOLV- 030303-10012", "PNOLV-030303-10012 ", "pnolv-030303-10012",
            "PNOLT-030303-10012", "PNOEE-030303-10012", "IDCLV-030303-10012", "PNOLV030303-10012", "030303-10012", "", null,
        ],
        claim => Assert.Null(PersonalCode.FromClaim(claim)));

    [Theory]
    [InlineData("030303-10012")]
    [InlineData("03030310013")]
    [InlineData("")]
    public void A_stored_code_that_is_none_throws_without_repeating_it(string stored)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => PersonalCode.FromStored(stored));

        Assert.DoesNotContain("0303", thrown.Message, StringComparison.Ordinal);
    }
}
