using FsCheck.Xunit;

namespace Eds.Tests;

/// <summary>However a ride is spelled it has one key, and another ride has another one: generated rides, the same in every run.</summary>
public sealed class CarriageSpellingTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly LookupKey Key = new(new KeyVersion("1", Now, TestKeys.LookupValue));

    private static readonly string[] Names =
    [
        "CarriersTaxpayerCode", "DriversPersonCode", "NumberPlate", "StartDateTime", "EndDateTime", "Distance", "ServiceFee",
        "Commission", "PaymentType", "SerialNumber", "GrandTotal",
    ];

    [Property(MaxTest = 1_000, Replay = "20261128,7")]
    public async Task Two_spellings_are_one_ride_and_another_ride_is_another(int seed)
    {
        var dice = new Dice((ulong)seed);
        var ride = Canonical(dice);
        var other = Another(ride, dice);
        while (other.SequenceEqual(ride) || string.CompareOrdinal(other[3], other[4]) > 0)
        {
            other = Another(ride, dice);
        }

        var first = await ReadAsync(ride, dice);

        Assert.Equal(first, await ReadAsync(ride, dice));
        Assert.Equal(first.Digest(Key, "7k2m9q4x0d"), (await ReadAsync(ride, dice)).Digest(Key, "7k2m9q4x0d"));
        Assert.NotEqual(first.Digest(Key, "7k2m9q4x0d"), first.Digest(Key, "7k2m9q4x0e"));
        Assert.NotEqual(first.Digest(Key, "7k2m9q4x0d"), (await ReadAsync(other, dice)).Digest(Key, "7k2m9q4x0d"));
    }

    /// <summary>
    /// Values in the order of <see cref="Names"/>; empty: left out. Few of each, so that fields of two rides are often alike.
    /// </summary>
    private static string[] Canonical(Dice dice)
    {
        string Money() =>
            (dice.Next(3) == 0 ? dice.Next(3) : dice.Next(100_000_000) / 1_000m).ToString("0.######", CultureInfo.InvariantCulture);
        string Optional(string value) => dice.Next(2) == 0 ? "" : value;
        var start = Now.AddMinutes(-600 - dice.Next(600));
        return
        [
            dice.Of("40003521600", "40203175392", "16117519997"),
            dice.Of("16117519997", "03030310012", "32999999901"),
            dice.Of("TX1234", "TX12", "34TX"),
            Time(start),
            Time(start.AddMinutes(dice.Next(60))),
            Money(),
            Money(),
            Optional(Money()),
            Optional(dice.Of("cash", "cashless", "other")),
            Optional(dice.Of("12345", "TM-0001", "TM-0002")),
            Optional(Money()),
        ];
    }

    /// <summary>With one field changed; or Distance and ServiceFee, or Commission and GrandTotal, exchanged.</summary>
    private static string[] Another(string[] ride, Dice dice)
    {
        var (other, changed) = (ride.ToArray(), dice.Next(Names.Length));
        if (dice.OneIn(2))
        {
            other[changed] = Canonical(dice)[changed];
        }
        else
        {
            (other[5], other[6], other[7], other[10]) = dice.OneIn(2)
                ? (ride[6], ride[5], ride[7], ride[10])
                : (ride[5], ride[6], ride[10], ride[7]);
        }

        return other;
    }

    private static async Task<Carriage> ReadAsync(string[] ride, Dice dice)
    {
        var fields = Names.Zip(ride).Where(field => field.Second.Length > 0 || dice.Next(2) == 0)
            .Select(field => (Name: field.First, Text: Spelled(field.First, field.Second, dice))).OrderBy(_ => dice.Next(100)).ToList();
        var (type, body) = dice.Next(3) switch
        {
            0 => ("application/json",
                $"{{{string.Join(',', fields.Select(field => $"\"{field.Name}\": {Json(field.Name, field.Text)}"))}}}"),
            1 => (dice.Of("text/xml", "application/xml; charset=utf-8"),
                dice.Of("<Carriage>", "<?xml version=\"1.0\"?><Carriage xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">")
                + $"{string.Concat(fields.Select(field => $"<{field.Name}>{field.Text}</{field.Name}>\n"))}</Carriage>"),
            _ => ("application/x-www-form-urlencoded",
                string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Text)}")) + dice.Of("", "\r\n")),
        };
        var (request, rules) = (RequestParserTest.Request(type, Encoding.UTF8.GetBytes(body)), new InputRules());
        var read = new CarriageFields(rules);
        Assert.Null(await CarriageBody.ReadAsync(request, read, Cancellation));
        var carriage = new CarriageRules(rules, read, TimeSpan.FromDays(45), Now).Read();
        Assert.False(rules.HasErrors, body);
        return carriage;
    }

    private static string Json(string name, string text) =>
        text.Length == 0 ? "null" : CarriageFields.IsAmount(name) ? text : JsonSerializer.Serialize(text);

    private static string Spelled(string name, string value, Dice dice) => (name, value) switch
    {
        (_, "") => "",
        ("DriversPersonCode", _) => dice.Of(value, $"{value[..6]}-{value[6..]}"),
        ("NumberPlate", _) => dice.Of(value, value.ToLowerInvariant(), $"{value[..2]}-{value[2..]}", $" {value[..2]} {value[2..]} "),
        ("StartDateTime" or "EndDateTime", _) => Respelled(DateTimeOffset.Parse(value, CultureInfo.InvariantCulture), dice),
        _ when CarriageFields.IsAmount(name) => Respelled(value, dice),
        _ => value,
    };

    private static string Respelled(DateTimeOffset at, Dice dice) => dice.Of(
        Time(at), Time(at.ToOffset(TimeSpan.FromHours(-5.5))), at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm'Z'", CultureInfo.InvariantCulture),
        at.UtcDateTime.AddHours(2).ToString("yyyy-MM-ddTHH:mm:ss.000", CultureInfo.InvariantCulture)); // in Latvia, in winter

    private static string Respelled(string amount, Dice dice)
    {
        var (whole, fraction) = amount.Split('.') is [var before, var after] ? (before, after) : (amount, "");
        var digits = (whole + fraction).TrimStart('0').PadLeft(1, '0');
        return dice.Of(
            amount, $"{whole}.{fraction}000", $"{digits}E-{fraction.Length}", $"{whole}.{fraction}0e+0",
            digits == "0" ? "0e7" : $"{digits}0e-{fraction.Length + 1}");
    }

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
