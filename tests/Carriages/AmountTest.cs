using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Eds.Tests;

/// <summary>Decimals as they are written.</summary>
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
            "", "NaN", "Infinity", "INF", "1e400", "1e99999", "-1", "-0.000001", "+1", ".5", "5.", "1,5", "1 000", "0x10", "1e", "٧",
            "0.0000001", "1e-7", "1000000000.000001", "1000000001", "0.10000000000000000000000000000000000001", "72\n",
        ],
        text => Assert.Null(Amount.Parse(text)));

    /// <summary>Against exact arithmetic on the digits, however the number is written.</summary>
    [Property(MaxTest = 5_000, Replay = "20261128,5")]
    public Property A_generated_number_is_its_exact_value_or_refused() => Prop.ForAll(
        (from whole in Gen.Choose(0, 1_000_000_000)
         from fraction in Gen.Choose(0, 99_999_999)
         from places in Gen.Choose(0, 8)
         from zeros in Gen.Choose(0, 12)
         from exponent in Gen.Choose(-7, 7)
         let digits = places == 0 ? "" : (fraction % (int)Math.Pow(10, places)).ToString("D" + places, CultureInfo.InvariantCulture)
         select (whole, fraction: digits, zeros, exponent)).ToArbitrary(),
        number =>
        {
            var fraction = number.fraction + new string('0', number.zeros);
            var text = $"{number.whole}{(fraction.Length > 0 ? "." : "")}{fraction}e{number.exponent}";
            var digits = BigInteger.Parse(number.whole + fraction, CultureInfo.InvariantCulture);
            var millionths = digits * BigInteger.Pow(10, 7 + number.exponent + 6);
            var scale = BigInteger.Pow(10, fraction.Length + 7);
            var isAmount = millionths % scale == 0 && millionths / scale <= new BigInteger(1_000_000_000_000_000);
            return Amount.Parse(text) is { } value ? isAmount && new BigInteger(value * 1_000_000) == millionths / scale : !isAmount;
        });
}
