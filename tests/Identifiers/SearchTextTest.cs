using System.Text;

namespace Eds.Tests.Identifiers;

public sealed class SearchTextTest
{
    [Theory]
    [InlineData("Jānis Bērziņš", "janis berzins")]
    [InlineData("Ja\u0304nis", "janis")]
    [InlineData("ĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuz")]
    [InlineData("TX-7K2M9", "tx-7k2m9")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("ŁUKASZ Kowałski", "lukasz kowalski")]
    [InlineData(
        "Søren ÆRØ, Đorđe, Groß ẞ, Œuvre, Þór Guðrún, Işıl", "soren aero, dorde, gross ss, oeuvre, thor gudrun, isil")]
    [InlineData("Юрий", "юрии")]
    [InlineData("", "")]
    public void Case_and_diacritics_fall_away(string text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Fact]
    public void No_character_makes_it_throw_and_folding_twice_changes_nothing()
    {
        for (var i = 0; i <= char.MaxValue; i++)
        {
            var folded = SearchText.Fold($"A{(char)i}B");

            Assert.True(folded.IsNormalized(NormalizationForm.FormD), $"{i:x4}");
            Assert.Equal(folded, SearchText.Fold(folded));
        }
    }
}
