namespace Eds.Tests.Secrets;

public sealed class GeneratedSecretTest
{
    private const string Example = "eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH";

    [Theory]
    [InlineData(Example)]
    [InlineData("eds_0000000000000000000000000000007300YV7m")] // a small checksum keeps its zeros
    public void The_worked_examples_hold(string secret) => Assert.True(GeneratedSecret.IsWellFormed(secret));

    [Fact]
    public void A_wrong_case_or_length_is_refused() => Assert.All<string>(
        [
            Example.ToLowerInvariant(), Example.ToUpperInvariant(), Example[..^1], $"{Example}H", $" {Example}", "eds_", "",
        ],
        secret => Assert.False(GeneratedSecret.IsWellFormed(secret)));

    [Fact]
    public void Every_single_typing_mistake_is_noticed()
    {
        for (var at = 0; at < Example.Length; at++)
        {
            Assert.All(Enumerable.Range(' ', 95).Select(code => (char)code), other => Assert.Equal(
                other == Example[at], GeneratedSecret.IsWellFormed($"{Example[..at]}{other}{Example[(at + 1)..]}")));
        }
    }

    [Fact]
    public void What_is_drawn_is_well_formed_and_uses_the_whole_alphabet()
    {
        var drawn = Enumerable.Range(0, 200).Select(_ => GeneratedSecret.Draw()).ToHashSet();

        Assert.Equal(200, drawn.Count);
        Assert.All(drawn, secret => Assert.True(GeneratedSecret.IsWellFormed(secret)));
        Assert.Equal(62, drawn.SelectMany(secret => secret[4..36]).Distinct().Count());
    }
}
