using Eds.Core;

namespace Eds.Tests.Identifiers;

public sealed class NameRuleTest
{
    [Theory]
    [InlineData("Jānis Bērziņš", "Jānis Bērziņš")]
    [InlineData("  Anna \r\n", "Anna")]
    [InlineData("Ja\u0304nis Be\u0304rzin\u0327s\u030C", "Jānis Bērziņš")]
    [InlineData("SIA \"Ātrais taksis\" & Co. №1", "SIA \"Ātrais taksis\" & Co. №1")]
    [InlineData("O’Neil-Bērziņa", "O’Neil-Bērziņa")]
    [InlineData("𝒜", "𝒜")]
    public void A_name_is_trimmed_and_composed(string typed, string expected)
    {
        Assert.True(NameRule.TryNormalize(typed, out var name));
        Assert.Equal(expected, name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\u00A0")]
    [InlineData("A\0B")]
    [InlineData("A\tB")]
    [InlineData("A\u202EB")] // right to left
    [InlineData("A\u200BB")] // zero width
    [InlineData("\uFEFFAB")]
    [InlineData("A\u2028B")]
    [InlineData("A\u2029B")]
    [InlineData("A\uE000B")]
    [InlineData("A\uFFFDB")]
    [InlineData("A\uFFFEB")] // Normalize throws on it
    [InlineData("A\U000E0041B")] // an invisible tag
    public void What_cannot_be_seen_or_read_is_refused(string? typed)
    {
        Assert.False(NameRule.TryNormalize(typed, out var name));
        Assert.Null(name);
    }

    [Fact] // not as inline data: a lone surrogate does not survive in an attribute
    public void A_lone_surrogate_is_refused()
    {
        string[] texts = [$"A{(char)0xD800}B", $"A{(char)0xDC00}", $"{(char)0xDC00}{(char)0xD800}"];

        Assert.All(texts, text => Assert.False(NameRule.TryNormalize(text, out _)));
    }

    [Fact]
    public void A_hundred_scalar_values_are_enough()
    {
        foreach (var character in new[] { "a", "𝒜", "u\u0308\u0304", "\u1100\u1161\u11A8" }) // ǖ and a syllable are one when composed
        {
            Assert.True(NameRule.TryNormalize(string.Concat(Enumerable.Repeat(character, 100)), out _), character);
            Assert.False(NameRule.TryNormalize(string.Concat(Enumerable.Repeat(character, 101)), out _), character);
        }
    }

    [Fact]
    public void No_character_makes_it_throw_and_what_it_accepts_it_accepts_again()
    {
        for (var i = 0; i <= char.MaxValue; i++)
        {
            if (NameRule.TryNormalize($"A{(char)i}B", out var name))
            {
                Assert.True(NameRule.TryNormalize(name, out var again));
                Assert.Equal(name, again);
            }
        }
    }
}
