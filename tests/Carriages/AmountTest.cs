namespace Eds.Tests;

public sealed class AmountTest
{
    [Fact]
    public void A_number_has_one_canonical_text() => Assert.All<(string Text, string Canonical)>(
        [
            ("72", "72"), ("72.0", "72"), ("7.2e1", "72"), ("720E-1", "72"), ("0072.000000000000", "72"), ("0.1", "0.1"),
            ("0.000001", "0.000001"), ("1e-6", "0.000001"), ("0.000000", "0"), ("-0", "0"), ("-0.0e5", "0"), ("0e9999", "0"),
            ("1e9", "1000000000"), ("999999999.999999", "999999999.999999"), ("0.1000000000000000000000000000000000000", "0.1"),
        ],
        number => Assert.Equal(number.Canonical, Amount.Write(Amount.Parse(number.Text))));

    [Fact]
    public void What_is_no_amount_is_refused() => Assert.All<string>(
        [
            "", "NaN", "Infinity", "INF", "1e29", "1e400", "1e99999", "-1", "-0.000001", "+1", ".5", "5.", "1,5", "1 000", "0x10", "1e",
            "٧", "0.0000001", "1e-7", "1000000000.000001", "1000000001", "0.10000000000000000000000000000000000001", "72\n",
        ],
        text => Assert.Null(Amount.Parse(text)));
}
