namespace Eds.Tests.Identifiers;

public sealed class RegistrationNumberTest
{
    [Fact]
    public void A_number_that_passes_the_rule_is_read() => Assert.All<string>(
        [
            "40003521600", "40003584818", "40203175392", "43603083565", "50000000002", "60000000004", "90123456782",
        ],
        digits =>
        {
            Assert.True(RegistrationNumber.TryParse($" {digits}\t", out var number));
            Assert.Equal(digits, number.Digits);
            Assert.Equal(digits, number.ToString());
        });

    [Fact]
    public void Anything_else_is_refused() => Assert.All<string?>(
        [
            "40003521601", "40003251600", // control digit; two digits changed places
            "70000000006", "03030310012", // passes the rule, but nothing begins with 7; a personal code
            "4000352160", "400035216000", "400035-21600", "LV40003521600", "٤٠٠٠٣٥٢١٦٠٠", "", null,
        ],
        typed =>
        {
            Assert.False(RegistrationNumber.TryParse(typed, out var number));
            Assert.Null(number);
        });
}
