using System.Text.Json.Nodes;
using Eds.Core;
using Eds.LocalHost;
using Microsoft.Extensions.Configuration;

namespace Eds.Tests;

/// <summary>Settings are checked at start, all at once, and the README and the sample know them all.</summary>
public sealed class SettingsTest
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Tables:Endpoint"] = "https://edsdata.table.core.windows.net",
        ["KeyVault:Uri"] = "https://eds-keys.vault.azure.net",
        ["Tokens:Issuer"] = "https://eds.example.lv",
        ["Tokens:Audience"] = "https://eds.example.lv/taxi",
        ["Portal:Authority"] = "https://login.example.lv",
        ["Portal:Audience"] = "eds-portal",
        ["Purge:Schedule"] = "0 30 1 * * *",
    };

    [Fact]
    public void Good_settings_are_read_with_their_defaults()
    {
        var settings = Read([]);
        Assert.Equal("serial_number", settings.PersonalCodeClaim);
        Assert.Equal(TimeSpan.FromDays(30), settings.Retention);
    }

    [Theory]
    [InlineData("Tables:Endpoint", null)]
    [InlineData("Tables:Endpoint", "http://edsdata.table.core.windows.net")]
    [InlineData("Tables:ConnectionString", "UseDevelopmentStorage=true")]
    [InlineData("KeyVault:Uri", null)]
    [InlineData("KeyVault:Uri", "eds-keys")]
    [InlineData("Keys:Pepper", "c2VjcmV0IHBlcHBlciBvZiBhdCBsZWFzdCAzMiBieXRlcw==")]
    [InlineData("Tokens:Issuer", null)]
    [InlineData("Tokens:Issuer", "http://eds.example.lv")]
    [InlineData("Tokens:Issuer", "https://eds.example.lv/")]
    [InlineData("Tokens:Issuer", "https://eds.example.lv?x=1")]
    [InlineData("Tokens:Issuer", "https://login.example.lv", "Portal:Authority")]
    [InlineData("Tokens:Audience", "")]
    [InlineData("Portal:Authority", "ftp://login.example.lv")]
    [InlineData("Portal:Audience", "https://eds.example.lv/taxi")]
    [InlineData("Purge:RetentionDays", "0")]
    [InlineData("Purge:RetentionDays", "a month")]
    [InlineData("Purge:Schedule", "30 1 * * *")]
    public void A_wrong_setting_is_named_with_its_rule_and_an_example(string name, string? value, string? named = null)
    {
        var failure = Assert.Throws<SettingsException>(() => Read(new() { [name] = value }));
        var expected = Settings.All.Single(setting => setting.Name == (named ?? (name, value) switch
        {
            ("Tables:Endpoint", null) => "Tables:ConnectionString",
            ("KeyVault:Uri", null) => "Keys:Pepper",
            _ => name,
        }));
        Assert.Contains(failure.Faults, fault =>
            fault.Contains(expected.Name, StringComparison.Ordinal) && fault.Contains(expected.Rule, StringComparison.Ordinal) && fault.Contains(expected.Example, StringComparison.Ordinal));
        Assert.DoesNotContain("c2VjcmV0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_at_once() =>
        Assert.True(Assert.Throws<SettingsException>(() => Settings.Read(new ConfigurationBuilder().Build())).Faults.Count >= 8);

    [Fact]
    public void The_readme_has_a_row_for_each_setting()
    {
        var readme = File.ReadAllText(Path.Combine(Folders.Repository, "README.md"));
        Assert.All(Settings.All, setting =>
            Assert.Contains($"| `{setting.Name}` | {setting.Rule} | `{setting.Example}` | {(setting.Default is null ? "" : $"`{setting.Default}`")} |".Replace("  |", " |", StringComparison.Ordinal), readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_for_the_Functions_host_is_complete()
    {
        var values = JsonNode.Parse(File.ReadAllText(Path.Combine(Folders.Repository, "local.settings.sample.json")))!["Values"]!.AsObject();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value!.GetValue<string>()))).Build();
        Settings.Read(configuration);
    }

    private static Settings Read(Dictionary<string, string?> changed) =>
        Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(Good).AddInMemoryCollection(changed).Build());
}
