using FsCheck;
using FsCheck.Fluent;

namespace Eds.Tests;

/// <summary>An id as it is drawn, but from the test's own throws.</summary>
public sealed record GoodClientId(string Compact);

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

    public static Arbitrary<GoodClientId> ClientIds() => (
        from characters in Gen.Choose(0, 31).Select(value => Crockford.Alphabet[value]).ArrayOf(26)
        let body = new string(characters)
        select new GoodClientId(body + ClientIdCheck.Of(body))).ToArbitrary();

    public static Arbitrary<Credentials> Clients() =>
        (from id in Halves() from secret in Halves() select new Credentials(id, secret)).ToArbitrary();

    /// <summary>With one to four characters put in, taken out, replaced, doubled or exchanged, which may leave it as it was.</summary>
    public static Gen<string> MutationsOf(string text) =>
        from steps in (from kind in Gen.Choose(0, 4) from at in Gen.Choose(0, 1_000) from with in Printable select (kind, at, with))
            .ListOf()
        select steps.Take(4).DefaultIfEmpty((kind: 2, at: 0, with: '?'))
            .Aggregate(text, (before, step) => Change(before, step.kind, step.at, step.with));

    private static string Change(string text, int kind, int anywhere, char with)
    {
        if (text.Length < 2)
        {
            return text + with;
        }

        var at = anywhere % (text.Length - 1);
        return kind switch
        {
            0 => text.Insert(at, with.ToString()),
            1 => text.Remove(at, 1),
            2 => text.Remove(at, 1).Insert(at, with.ToString()),
            3 => text.Insert(at, text[at].ToString()),
            _ => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}",
        };
    }

    private static Gen<string> Halves() => Gen.OneOf(Printable, Gen.Elements('ā', 'Ž', '€', '\u0301', '\t'))
        .NonEmptyListOf().Select(string.Concat);
}
