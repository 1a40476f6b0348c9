using System.Text;

namespace Eds.Tests;

/// <summary>A driver's name: 1 to 100 characters after trim and NFC, a letter or digit among them, none invisible.</summary>
public sealed class DriverNameTest
{
    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("Anna\u0000")]
    [InlineData("An\nna")]
    [InlineData("Anna\u200B")]
    [InlineData("\u202EannA")]
    [InlineData("Anna\uE000")]
    [InlineData("Anna\uFFFE")]
    [InlineData("\u3164")]
    [InlineData("Anna\uFE0F")]
    [InlineData("\u0301\u0301")]
    public Task What_is_no_name_is_refused(string name) => RefusesAsync(name);

    [Fact]
    public async Task A_name_has_at_most_100_characters()
    {
        await RefusesAsync(new string('ā', 101));

        var taxpayer = await Api.OfRun.EnrolAsync();
        (await taxpayer.RegisterAsync([TestPerson.New(new string('ā', 100))])).Expect(201);
    }

    [Fact]
    public async Task A_name_is_trimmed_and_put_in_normal_form()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        const string composed = "Jānis Bērziņš";

        var registered = (await taxpayer.RegisterAsync([TestPerson.New($"  {composed.Normalize(NormalizationForm.FormD)}\t")])).Expect(201);

        Assert.Equal(composed, registered.Body["clients"]![0]!["driver"]!["name"]!.GetValue<string>());
        Assert.Equal(composed, (await taxpayer.ClientsAsync()).Single()["driver"]!["name"]!.GetValue<string>());
    }

    private static async Task RefusesAsync(string name)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await taxpayer.RegisterAsync([TestPerson.New(name)])).ExpectInvalid("/drivers/0/name name-invalid");

        await before.ExpectUnchangedAsync();
    }
}
