namespace Eds.Tests.Identifiers;

public sealed class SearchTextTest
{
    [Fact]
    public void Case_and_diacritics_fall_away() => Assert.All<(string Text, string Folded)>(
        [
            ("Jānis Bērziņš", "janis berzins"), ("Ja\u0304nis", "janis"), ("ĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuz"),
            ("TX-7K2M9", "tx-7k2m9"),
            ("İstanbul", "istanbul"), ("ŁUKASZ Kowałski", "lukasz kowalski"), ("Юрий", "юрии"), ("", ""),
            ("Søren ÆRØ, Đorđe, Groß ẞ, Œuvre", "soren aero, dorde, gross ss, oeuvre"),
            ("Þór Guðrún, Işıl", "thor gudrun, isil"),
        ],
        name => Assert.Equal(name.Folded, SearchText.Fold(name.Text)));

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
