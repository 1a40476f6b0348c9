namespace Eds.Tests.Identifiers;

public sealed class NameRuleTest
{
    [Fact]
    public void A_name_is_trimmed_and_composed() => Assert.All<(string Typed, string Expected)>(
        [
            ("Jānis Bērziņš", "Jānis Bērziņš"), ("  Anna \r\n", "Anna"),
            ("Ja\u0304nis Be\u0304rzin\u0327s\u030C", "Jānis Bērziņš"),
            ("SIA \"Ātrais taksis\" & Co. №1", "SIA \"Ātrais taksis\" & Co. №1"), ("O’Neil-Bērziņa", "O’Neil-Bērziņa"),
            ("𝒜", "𝒜"),
            ("Jānis\u00A0Bērziņš", "Jānis Bērziņš"), ("\u3000Jānis\u3000 \u2009\u202F Bērziņš\u2003", "Jānis Bērziņš"),
            ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"), ("7-24", "7-24"), ("Ю", "Ю"),
        ],
        name =>
        {
            Assert.True(NameRule.TryNormalize(name.Typed, out var read));
            Assert.Equal(name.Expected, read);
        });

    [Fact]
    public void What_cannot_be_seen_or_read_is_refused() => Assert.All<string?>(
        [
            null, "", " \t\u00A0", "A\0B", "A\tB", "\uFEFFAB", "A\u2028B", "A\u2029B", "A\uE000B", "A\uFFFDB",
            "A\u202EB", "A\u200BB", // right to left, zero width
            "A\uFFFCB", "A\U0001D159B", "A\U00013441B", // stands for an object, a note head without a glyph, a blank hieroglyph
            "A\u0378B", "A\uFFFEB", "A\U000E0041B", // not assigned, what Normalize throws on, an invisible tag
            $"A{(char)0xD800}B", $"A{(char)0xDC00}", $"{(char)0xDC00}{(char)0xD800}",
        ],
        typed =>
        {
            Assert.False(NameRule.TryNormalize(typed, out var name));
            Assert.Null(name);
        });

    [Fact]
    public void A_name_has_a_letter_or_digit() => Assert.All<string>(["-", "…", "№ & “”", "\u0301"], typed =>
    {
        Assert.False(NameRule.TryNormalize(typed, out _));
        Assert.False(NameRule.TryNormalize(string.Concat(Enumerable.Repeat(typed, 10)), out _));
        Assert.True(NameRule.TryNormalize($"{typed}7", out _));
    });

    [Fact] // Unicode's Default_Ignorable_Code_Point, and the empty Braille pattern, which is not in it
    public void A_character_that_shows_nothing_is_refused_even_between_letters() => Assert.All<(int First, int Last)>(
        [
            (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
            (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
            (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
        ],
        range =>
        {
            for (var value = range.First; value <= range.Last; value++)
            {
                Assert.False(NameRule.TryNormalize($"A{new Rune(value)}B", out _), $"U+{value:X4}");
            }
        });

    [Theory]
    [InlineData("x", 4, true)]
    [InlineData("x", 5, false)]
    [InlineData("x", 100, false)]
    [InlineData("ǖ", 2, true)] // has two of its own
    [InlineData("ǖ", 3, false)]
    public void A_letter_has_at_most_four_marks(string letter, int marks, bool isName)
    {
        foreach (var mark in new[] { "\u0334", "\u20DD" })
        {
            Assert.Equal(isName, NameRule.TryNormalize($"A{letter}{string.Concat(Enumerable.Repeat(mark, marks))}B", out _));
        }
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
