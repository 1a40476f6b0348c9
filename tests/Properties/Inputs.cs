using FsCheck;
using FsCheck.Fluent;

namespace Eds.Tests;

/// <summary>What a client may be called and have as its secret: printable ASCII, and other text without lone surrogates.</summary>
public sealed record Credentials(string Id, string Secret);

/// <summary>
/// Generators for the properties of parsers: nearly right inputs, because of random ones hardly any comes past the first check.
/// </summary>
internal static class Inputs
{
    /// <summary>Of every form that is read somewhere.</summary>
    private static readonly string[] Specimens =
    [
        "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6", "eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH", "correct horse battery staple",
        "161175-19997", "030303-10012", "329999-99901", "912345-67890", "PNOLV-030303-10012", "40003521600", "43603083565",
        "Jānis Bērziņš",
        Continuation.Write("7k2m9q4x0d", "client|7k2m9q4x0d3hs8v1bt6wze5ncyd4e6"),
        Continuation.Write("7k2m9q4x0d", "event|2516595839999999999|0123456789abcdef"),
        "grant_type=client_credentials&client_id=tx-7k2m9&client_secret=eds_",
        """{"secret":{"generate":true},"drivers":[{"personalCode":"030303-10012","name":"X"}]}""",
    ];

    private static readonly string[] Pieces =
    [
        "tx-", "TX", "7k2m9", "0", "o", "l", "u", "-", "--", " ", "\t", "eds_", "030303-10012", "39", "9", "PNOLV-", "client|", "event|",
        "%2B", "+", "%", "=", "&",
        "\u0000", "ā", "e\u0301", "\u0301", "\u3164", "\u202E", "\uD800", "{", "}", "\"", ":", "[", "]", "null", "1e999", "drivers",
        "secret", "']", "['", ".", "~", "/",
    ];

    private static readonly Gen<char> Printable = Gen.Choose(' ', '~').Select(code => (char)code);

    private static readonly Gen<string> Joined = Gen.Elements(Pieces).ListOf().Select(string.Concat);

    public static Arbitrary<string> Texts() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""), Joined, Gen.Elements(Specimens),
        Gen.Elements(Specimens).SelectMany(MutationsOf)).ToArbitrary();

    public static Arbitrary<Credentials> Clients() =>
        (from id in Halves() from secret in Halves() select new Credentials(id, secret)).ToArbitrary();

    public static Gen<string> MutationsOf(string text) =>
        Gen.Choose(0, int.MaxValue).Select(seed => Mutate(text, new Dice((ulong)seed), Pieces));

    /// <summary>With one to three parts taken out, put in, replaced or doubled, which may leave it as it was.</summary>
    public static string Mutate(string text, Dice dice, string[] pieces)
    {
        for (var changes = 1 + dice.Next(3); changes > 0; changes--)
        {
            var at = dice.Next(text.Length + 1);
            var length = Math.Min(dice.Next(4), text.Length - at);
            text = dice.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, dice.Of(pieces)),
                2 => text.Remove(at, length).Insert(at, ((char)(33 + dice.Next(94))).ToString()),
                _ => text[..at] + text[Math.Max(0, at - dice.Next(20))..],
            };
        }

        return text;
    }

    private static Gen<string> Halves() => Gen.OneOf(Printable, Gen.Elements('ā', 'Ž', '€', '\u0301', '\t'))
        .NonEmptyListOf().Select(string.Concat);
}
