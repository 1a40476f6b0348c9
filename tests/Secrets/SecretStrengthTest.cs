using FsCheck;
using FsCheck.Fluent;

namespace Eds.Tests.Secrets;

public sealed class SecretStrengthTest
{
    [Fact]
    public void What_guessers_try_is_refused() =>
        Assert.All(Lines("tests/Secrets/Samples/guessable.txt"), secret => Assert.NotNull(SecretStrength.FaultOf(secret)));

    [Fact]
    public void What_they_would_not_reach_is_accepted() =>
        Assert.All(Lines("tests/Secrets/Samples/acceptable.txt"), secret => Assert.Null(SecretStrength.FaultOf(secret)));

    /// <summary>
    /// Common: phrases and a part of one, Latvian words declined and as on a telephone without diacritics, Russian on an English
    /// keyboard, what was breached. Repetitive: also backwards. Sequential: also on a German keyboard and a number pad.
    /// </summary>
    [Theory]
    [InlineData(
        "secret-common", "correcthorsebatterystaple", "Correct-Horse-Battery-Staple-7", "elpatsyrettabesrohtcerroc",
        "May the F0rce be with y0u!",
        "fox jumps over the lazy", "Ziemassvetki2025!", "Z13m4$$v3tk1 2025", "Kluso nakts sveta nakts", "Daugavpili un Liepaju 24",
        "JanisBerzins1990", "Liigosveetki2025", "Lachplesha diena!", "gfhjkm ghbdtn 2024", "Rudens2025Rudens", "momsanaladventure")]
    [InlineData("secret-repetitive", "vasara2026vasara2026", "vasara2025Vasara2026!", "sarkans.suns,snus.snakras")]
    [InlineData(
        "secret-sequential", "qwertyuiopasdfghjkl", "!QAZ2wsx#EDC4rfv", "vfr4CDE#xsw2ZAQ!", "yxcvbnm,asdfghjkl", "q-w-e-r-t-y-u-i-o",
        "1a2b3c4d5e6f7g8h", "147852369 741258963")]
    public void The_reason_is_told(string code, params string[] secrets) =>
        Assert.All(secrets, secret => Assert.Equal(code, SecretStrength.FaultOf(secret)?.Code));

    [Fact]
    public void Walks_are_refused_at_any_length_both_ways() => Assert.All(
        [
            "qwertyuiop", "asdfghjkl", "1234567890", "qazwsxedcrfv", "!QAZ2wsx#EDC4rfv", "yxcvbnm,.-", "abcdefghijklmnopqrstuvwxyz",
            "147258369",
        ],
        row =>
        {
            foreach (var length in Enumerable.Range(ChosenSecret.MinLength, 50))
            {
                var walk = string.Concat(Enumerable.Repeat(row, (length / row.Length) + 1))[..length];
                Assert.NotNull(SecretStrength.FaultOf(walk));
                Assert.NotNull(SecretStrength.FaultOf(string.Concat(walk.Reverse())));
            }
        });

    [Fact]
    public void A_repeated_unit_that_is_too_short_alone_is_refused_however_good_it_is() => Assert.All(
        ["7", "ab1", "Riga-", "Kv8#qL", "x8Kq!zP0v@Lm3#"],
        unit =>
        {
            for (var times = Math.Max(2, (ChosenSecret.MinLength / unit.Length) + 1); times * unit.Length <= 64; times++)
            {
                Assert.Equal("secret-repetitive", SecretStrength.FaultOf(string.Concat(Enumerable.Repeat(unit, times)))?.Code);
            }
        });

    [Theory]
    [InlineData(4, 0.05)]
    [InlineData(5, 0.01)]
    public void Random_words_are_nearly_always_accepted(int count, double mostRefused)
    {
        var latvian = Lines("src/Core/Secrets/Words/latvian.txt").Select(SearchText.Fold).ToArray();
        using var dictionary = new StreamReader(
            typeof(Zxcvbn.Zxcvbn).Assembly.GetManifestResourceStream("zxcvbn-core.Dictionaries.english.lst")!);
        var english = dictionary.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var list in new[] { latvian, english })
        {
            Assert.True(ShareRefused(Gen.Elements(list).ArrayOf(count).Select(words => string.Join(' ', words))) <= mostRefused);
        }
    }

    [Theory]
    [InlineData("0123456789abcdef", 16)]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 15)]
    [InlineData("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", 15)]
    [InlineData("0123456789", 15)]
    [InlineData("0123456789", 20)]
    public void Random_characters_are_nearly_always_accepted(string characters, int length) =>
        Assert.True(ShareRefused(Gen.Elements(characters.ToCharArray()).ArrayOf(length).Select(drawn => new string(drawn))) <= 0.005);

    private static double ShareRefused(Gen<string> secrets) =>
        secrets.Sample(1, new Rnd(20261128), 500).Average(secret => SecretStrength.FaultOf(secret) is null ? 0.0 : 1);

    private static IEnumerable<string> Lines(string path) =>
        File.ReadLines(Path.Combine(Folders.Repository, path)).Where(line => !line.StartsWith("# ", StringComparison.Ordinal));
}
