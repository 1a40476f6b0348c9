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

    [Theory]
    [InlineData("40003521601")] // control digit
    [InlineData("40003251600")] // two digits changed places
    [InlineData("70000000006")] // passes the rule, but nothing begins with 7
    [InlineData("03030310012")] // a personal code
    [InlineData("4000352160")]
    [InlineData("400035216000")]
    [InlineData("400035-21600")]
    [InlineData("LV40003521600")]
    [InlineData("٤٠٠٠٣٥٢١٦٠٠")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_refused(string? typed)
    {
        Assert.False(RegistrationNumber.TryParse(typed, out var number));
        Assert.Null(number);
    }
}
