namespace Eds.Tests.Identifiers;

public sealed class CrockfordTest
{
    [Theory]
    [InlineData("", 0, "")]
    [InlineData("ff00", 4, "zw00")]
    [InlineData("f800000000", 8, "z0000000")]
    [InlineData("0000000001", 8, "00000001")]
    [InlineData("0123456789abcdef", 5, "04hma")]
    [InlineData("00443214c74254b635cf84653a56d7c675be77df", 32, Crockford.Alphabet)]
    public void Bytes_are_written_high_bits_first(string hex, int characters, string expected) =>
        Assert.Equal(expected, Crockford.Encode(Convert.FromHexString(hex), characters));

    [Fact]
    public void More_characters_than_there_are_bits_are_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Crockford.Encode(new byte[16], 27));

    [Fact]
    public void Every_character_of_the_alphabet_has_its_place_as_value_in_both_cases()
    {
        Assert.Equal(Enumerable.Range(0, 32), Crockford.Alphabet.Select(Crockford.ValueOf));
        Assert.Equal(Enumerable.Range(0, 32), Crockford.Alphabet.ToUpperInvariant().Select(Crockford.ValueOf));
    }

    [Theory]
    [InlineData("oO", 0)]
    [InlineData("iIlL", 1)]
    [InlineData("uU-_ \0\u0660\u212A\u0131ā", -1)] // with an Arabic zero, the Kelvin sign and a dotless i
    public void Look_alikes_are_read_and_strangers_are_not(string characters, int value) =>
        Assert.All(characters, character => Assert.Equal(value, Crockford.ValueOf(character)));
}
