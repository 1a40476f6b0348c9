using System.Diagnostics.Metrics;
using YamlDotNet.RepresentationModel;

namespace Eds.Tests;

/// <summary>The meter, the workflows, azure.yaml, the scripts and the Bicep speak of the same things.</summary>
public sealed class OperationsTest
{
    private static readonly string Deploy = RepositoryFile.Read(".github", "workflows", "deploy.yml");

    [Fact]
    public async Task Every_alert_mails_somebody()
    {
        var main = await Bicep.Main;
        const string action = "actionGroups";
        Assert.All(main.Of("Microsoft.Insights/metricAlerts"), alert =>
            Assert.Contains(action, alert.Properties["actions"]![0]!["actionGroupId"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Contains(
            action, Assert.Single(main.Of("Microsoft.Insights/scheduledQueryRules")).Text("properties.actions.actionGroups")!,
            StringComparison.Ordinal);
        var group = Assert.Single(main.Of("Microsoft.Insights/actionGroups"));
        Assert.Equal("true", group.Text("properties.enabled"));
        Assert.Equal("[parameters('email')]", group.Properties["emailReceivers"]![0]!["emailAddress"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_the_meter_counts_is_what_the_guide_lists_and_alerts_ask_for()
    {
        var (meter, published) = (Metrics.MeterName, new ConcurrentBag<Instrument>());
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published.Add(instrument) };
        listener.Start();
        var counted = published.Where(instrument => instrument.Meter.Name == meter).Select(instrument => instrument.Name).ToList();
        var listed = Regex.Matches(RepositoryFile.Read("docs", "operations.md"), @"^\| `(eds\.[a-z.]+)` \|", RegexOptions.Multiline);
        Assert.Equal(counted.Order(StringComparer.Ordinal), listed.Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(
            Regex.Matches((await Bicep.Main).Variable("alerts", "logAlerts").ToJsonString(), @"eds\.[a-z]+\.[a-z]+")
                .Select(name => name.Value),
            name => Assert.Contains(name, counted));
    }

    [Fact]
    public async Task What_Bicep_reads_the_workflow_sets()
    {
        var variables = Regex.Matches(Deploy, @"vars\.(\w+)").Select(use => use.Groups[1].Value).ToHashSet();
        var read = Regex.Matches(RepositoryFile.Read("infra", "bicep", "azd.bicepparam"), @"readEnvironmentVariable\('(\w+)'")
            .Select(use => use.Groups[1].Value).Where(name => !name.StartsWith("AZURE_PRINCIPAL_", StringComparison.Ordinal)); // azd's own
        Assert.Empty(read.Except(variables));
        var outputs = (await Bicep.Azd).Outputs.Select(output => output.Key);
        var used = Regex.Matches(Deploy + RepositoryFile.Read("azure.yaml"), @"\$\{?(EDS_\w+)|get-value (EDS_\w+)")
            .Select(use => use.Groups[1].Value + use.Groups[2].Value);
        Assert.Empty(used.Except([.. outputs, .. variables, "EDS_KEYS", "EDS_API_PACKAGE"]));
    }

    [Fact]
    public async Task Azd_finds_what_it_deploys_to()
    {
        var azure = RepositoryFile.Yaml("azure.yaml");
        var services = ((YamlMappingNode)azure["services"]).Children.Keys.Select(name => ((YamlScalarNode)name).Value!);
        var tagged = (await Bicep.Main).Resources
            .Select(resource => Regex.Match(resource.Text("tags") ?? "", "'azd-service-name', '(\\w+)'").Groups[1].Value)
            .Where(name => name.Length > 0);
        Assert.Equal(tagged.Order(StringComparer.Ordinal), services.Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(Bicep.Folder, $"{azure["infra"]["module"]}.bicep")));
    }

    [Fact]
    public async Task The_smoke_test_passes_here_and_fails_for_another_address_and_an_open_origin()
    {
        var here = TestRun.Current.BaseAddress.ToString().TrimEnd('/');
        var good = await SmokeAsync(here);
        Assert.True(good.Code == 0, good.Said);
        Assert.Equal(7, Regex.Count(good.Said, "^ok ", RegexOptions.Multiline));
        Assert.NotEqual(0, (await SmokeAsync("http://127.0.0.1:9")).Code);

        // An origin that is to be closed answers.
        var open = await SmokeAsync(here, "", here);
        Assert.NotEqual(0, open.Code);
        Assert.Contains("FAILED  nobody gets past the Front Door: expected 403, got 200", open.Said, StringComparison.Ordinal);
    }

    /// <summary>
    /// Whoever runs code in a job with a token for Azure can deploy: it is the code that the workflow was started from, and of actions that
    /// stay what they are.
    /// </summary>
    [Fact]
    public void The_deployment_runs_nothing_that_somebody_names_or_changes_later()
    {
        Assert.DoesNotMatch(@"(?m)inputs\.ref|^\s+ref:", Deploy);
        var workflows = Deploy + RepositoryFile.Read(".github", "workflows", "ci.yml");
        var actions = Regex.Matches(workflows, "uses: (.*)").Select(use => use.Groups[1].Value).ToList();
        Assert.All(actions, action => Assert.Matches(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
        Assert.Equal(Regex.Count(workflows, "uses: actions/checkout@"), Regex.Count(workflows, "persist-credentials: false"));
    }

    private static async Task<(int Code, string Said)> SmokeAsync(params string[] addresses)
    {
        var (code, output, errors) = await Command.RunAsync(
            "bash", [Path.Combine(Folders.Repository, "infra", "smoke.sh"), .. addresses], ("SMOKE_TRIES", "1"), ("SMOKE_PAUSE", "0"));
        return (code, output + errors);
    }
}
