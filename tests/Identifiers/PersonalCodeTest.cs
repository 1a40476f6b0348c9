namespace Eds.Tests.Identifiers;

public sealed class PersonalCodeTest
{
    [Fact]
    public void A_valid_code_is_read_with_and_without_its_hyphen() => Assert.All<string>(
        [
            "161175-19997", "030303-10012", "030303-10004", "040404-19999", "311299-19993", "020100-29990", "329999-99901", "329999-99709",
            "328673-00679", "390000-00000", "912345-67890",
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

    [Theory]
    [InlineData("161375-19994")] // month 13; the check digit is right, as in all that break another rule
    [InlineData("161375-19997")]
    [InlineData("161175-19998")] // check digit
    [InlineData("319999-99901")] // neither a date nor new form
    [InlineData("319999-99907")]
    [InlineData("310403-10014")] // 31 April
    [InlineData("000303-10019")] // day 0
    [InlineData("030303-30013")] // century
    [InlineData("430303-10019")]
    [InlineData("812345-67892")]
    [InlineData("03o303-10012")]
    [InlineData("030303-1001")]
    [InlineData("030303-100122")]
    [InlineData("0303031001")]
    [InlineData("030303100122")]
    [InlineData("03030-310012")]
    [InlineData("030303--10012")]
    [InlineData("030303 10012")]
    [InlineData("030303\u201310012")]
    [InlineData("٠٣٠٣٠٣-١٠٠١٢")]
    [InlineData("PNOLV-030303-10012")]
    [InlineData("３２９９９９-99901")]
    [InlineData("")]
    [InlineData(null)]
    public void An_invalid_code_is_refused(string? typed)
    {
        Assert.False(PersonalCode.TryParse(typed, out var code));
        Assert.Null(code);
    }

    [Theory]
    [InlineData("290204-00001", true)] // 1804 was a leap year
    [InlineData("290200-00008", false)] // 1800 and 1900 were none
    [InlineData("290200-10003", false)]
    public void The_century_decides_which_days_exist(string typed, bool valid) =>
        Assert.Equal(valid, PersonalCode.TryParse(typed, out _));

    [Theory]
    [InlineData("PNOLV-030303-10012", "03030310012")]
    [InlineData("PNOLV-03030310012", "03030310012")]
    [InlineData("PNOLV-329999-99901", "32999999901")]
    [InlineData("PNOLV-912345-67890", null)]
    [InlineData("PNOLV-030303-10013", null)]
    [InlineData("PNOLV- 030303-10012", null)]
    [InlineData("PNOLV-030303-10012 ", null)]
    [InlineData("pnolv-030303-10012", null)]
    [InlineData("PNOLT-030303-10012", null)]
    [InlineData("PNOLV030303-10012", null)]
    [InlineData("030303-10012", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_claim_is_read_in_its_ETSI_form_only(string? claim, string? digits) =>
        Assert.Equal(digits, PersonalCode.FromClaim(claim)?.Digits);

    [Fact]
    public void Printing_masks_the_end()
    {
        var code = PersonalCode.FromStored("03030310012");

        Assert.Equal("030303-1****", code.Masked);
        Assert.Equal("030303-1****", $"{code}");
        Assert.Equal("Holder { Code = 030303-1**** }", new Holder(code).ToString());
    }

    [Theory]
    [InlineData("030303-10012")]
    [InlineData("03030310013")]
    [InlineData("")]
    public void A_stored_code_that_is_none_throws_without_repeating_it(string stored)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => PersonalCode.FromStored(stored));

        Assert.DoesNotContain("0303", thrown.Message, StringComparison.Ordinal);
    }

    private sealed record Holder(PersonalCode Code);
}
