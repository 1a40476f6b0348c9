using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Eds.Tests;

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
        Assert.Equal("serial_number", settings.Portal.PersonalCodeClaim);
        Assert.Equal(TimeSpan.FromDays(30), settings.Purge.Retention);
        Assert.Equal(TimeSpan.FromDays(45), settings.Carriages.MaxAge);
        Assert.Equal(
            new DateTimeOffset(2032, 1, 1, 0, 0, 0, TimeSpan.Zero),
            settings.Carriages.PurgeAt(new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("Tables:ConnectionString", "Tables:Endpoint", null)]
    [InlineData(
        "Tables:Endpoint", "Tables:Endpoint", "http://edsdata.table.core.windows.net", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("Tables:ConnectionString", "Tables:ConnectionString", "UseDevelopmentStorage=true")]
    [InlineData("Keys:Pepper", "KeyVault:Uri", null)]
    [InlineData("KeyVault:Uri", "KeyVault:Uri", "eds-keys")]
    [InlineData("Keys:Pepper", "Keys:Pepper", "c2VjcmV0IHBlcHBlciBvZiBhdCBsZWFzdCAzMiBieXRlcw==")]
    [InlineData(
        "Tokens:Issuer", "Tokens:Issuer", null, "http://eds.example.lv", "https://eds.example.lv/", "https://eds.example.lv?x=1",
        "https://eds.example.lv/x y")]
    [InlineData("Portal:Authority", "Tokens:Issuer", "https://login.example.lv")]
    [InlineData("Tokens:Audience", "Tokens:Audience", "")]
    [InlineData("Portal:Authority", "Portal:Authority", "ftp://login.example.lv", "https://eds.example.lv/")]
    [InlineData("Portal:Audience", "Portal:Audience", "https://eds.example.lv/taxi")]
    [InlineData("Purge:RetentionDays", "Purge:RetentionDays", "0", "a month")]
    [InlineData("Carriages:MaxAgeDays", "Carriages:MaxAgeDays", "301")]
    [InlineData("Carriages:RetentionYears", "Carriages:RetentionYears", "0")]
    [InlineData("Purge:Schedule", "Purge:Schedule", "30 1 * * *", "a b c d e f")]
    public void A_wrong_setting_is_named_with_its_rule_and_an_example(string named, string name, params string?[]? values)
    {
        var expected = KnownSettings.All.Single(setting => setting.Name == named);
        foreach (var value in values ?? [null])
        {
            var failure = Assert.Throws<OptionsValidationException>(() => Read(new() { [name] = value }));
            Assert.Contains(failure.Failures, fault =>
                new[] { expected.Name, expected.Rule, expected.Example }.All(part => fault.Contains(part, StringComparison.Ordinal)));
            Assert.DoesNotContain("c2VjcmV0", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Keys:Pepper", "abc")]
    [InlineData("Keys:Lookup", "AAAA")]
    [InlineData("Keys:Lookup", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")] // the pepper
    [InlineData("Keys:TokenSigning", "-----BEGIN PRIVATE KEY-----")]
    [InlineData("Purge:RetentionDays", "+31")]
    [InlineData("Network:FrontDoorId", "my-front-door")]
    [InlineData("Tables:ConnectionString", "nonsense")]
    [InlineData(
        "Tables:ConnectionString", "DefaultEndpointsProtocol=https;AccountName=real;AccountKey=AAAA;EndpointSuffix=core.windows.net")]
    public void A_local_key_or_connection_that_cannot_be_used_is_named_too(string name, string value)
    {
        var fault = Assert.Single(Assert.Throws<OptionsValidationException>(() => Bind(Local(new() { [name] = value }))).Failures);
        Assert.Contains($"Setting {name} cannot be used.", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(value, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_at_once() =>
        Assert.True(Assert.Throws<OptionsValidationException>(() => Bind(new ConfigurationBuilder().Build())).Failures.Count() >= 8);

    [Fact]
    public void The_documentation_has_a_row_for_each_setting()
    {
        var table = File.ReadAllText(Path.Combine(Folders.Repository, "docs", "settings.md"));
        Assert.All(KnownSettings.All, setting =>
        {
            var row =
                $"| `{setting.Name}` | {setting.Rule} | `{setting.Example}` | {(setting.Default is null ? "" : $"`{setting.Default}` ")}|";
            Assert.Contains(row, table, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_sample_for_the_Functions_host_is_complete()
    {
        var values = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Folders.Repository, "local.settings.sample.json")))!["Values"]!.AsObject();
        var placeholders = values.Where(value => value.Value!.GetValue<string>().StartsWith('<')).Select(value => value.Key);
        Assert.Equal(["Keys:Lookup", "Keys:Pepper", "Keys:TokenSigning"], placeholders.Order(StringComparer.Ordinal));
        foreach (var (name, value) in Local([]).AsEnumerable().Where(setting => setting.Key.StartsWith("Keys:", StringComparison.Ordinal)))
        {
            values[name] = value!.ReplaceLineEndings(" "); // as a signing key stands in JSON
        }

        var settings = values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value!.GetValue<string>()));
        Bind(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    private static IConfiguration Local(Dictionary<string, string?> changed) => new ConfigurationBuilder()
        .AddInMemoryCollection(Good)
        .AddInMemoryCollection(TestKeys.Settings)
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tables:Endpoint"] = null,
            ["Tables:ConnectionString"] = "UseDevelopmentStorage=true",
            ["KeyVault:Uri"] = null,
        })
        .AddInMemoryCollection(changed)
        .Build();

    private static EdsOptions Bind(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddEdsCore(configuration).BuildServiceProvider();
        return services.GetRequiredService<EdsOptions>();
    }

    private static EdsOptions Read(Dictionary<string, string?> changed) =>
        Bind(new ConfigurationBuilder().AddInMemoryCollection(Good).AddInMemoryCollection(changed).Build());
}
