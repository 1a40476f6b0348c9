using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Eds.Tests;

/// <summary>The operations guide, the workflows, azure.yaml and the Bicep speak of the same things.</summary>
public sealed class OperationsTest
{
    private static readonly string Guide = RepositoryFile.Read("docs", "operations.md");
    private static readonly string Deploy = RepositoryFile.Read(".github", "workflows", "deploy.yml");

    [Fact]
    public async Task Every_alert_has_a_section_and_mails_somebody()
    {
        var main = await Bicep.Main;
        var ofLogs = main.Variable("alerts", "logAlerts").AsArray().Select(alert => alert!["title"]!.GetValue<string>());
        var ofMetrics = main.Of("Microsoft.Insights/metricAlerts").Select(alert => Regex.Match(alert.Text("name")!, @"format\('([\w-]+)-\{0\}'").Groups[1].Value);
        string[] alerts = [.. ofLogs, .. ofMetrics];
        Assert.Equal(["mass-annulments", "mass-rotations", "no-rides", "purge-overdue", "refused-rides", "refused-sign-ins", "server-errors", "slow-tokens", "throttled-tables", "too-many-requests", "vault-denials"], alerts.Order(StringComparer.Ordinal));
        Assert.Equal(alerts.Order(StringComparer.Ordinal), Regex.Matches(Guide, "^### ([a-z-]+)$", RegexOptions.Multiline).Select(heading => heading.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(main.Of("Microsoft.Insights/metricAlerts"), alert => Assert.Contains("actionGroups", alert.Properties["actions"]![0]!["actionGroupId"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Contains("actionGroups", Assert.Single(main.Of("Microsoft.Insights/scheduledQueryRules")).Text("properties.actions.actionGroups")!, StringComparison.Ordinal);
        Assert.Equal("true", Assert.Single(main.Of("Microsoft.Insights/actionGroups")).Text("properties.enabled"));
        Assert.Equal("[parameters('email')]", Assert.Single(main.Of("Microsoft.Insights/actionGroups")).Properties["emailReceivers"]![0]!["emailAddress"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("server-errors", @"\bRequests >= 20 and Failed \* 100 > Requests$", "GreaterThan", 0, "PT5M", "PT15M")]
    [InlineData("server-errors", @"\bFailed = sumif\(ItemCount, toint\(ResultCode\) >= 500\)", "GreaterThan", 0, "PT5M", "PT15M")]
    [InlineData("slow-tokens", @"\bpercentilew\(DurationMs, ItemCount, 95\) \| where Requests >= 20 and P95 > 1000$", "GreaterThan", 0, "PT5M", "PT15M")]
    [InlineData("refused-sign-ins", @"\bRefused = sumif\(Sum, Name == ""eds.authentications.refused""\)", "GreaterThan", 0, "PT5M", "PT15M")]
    [InlineData("refused-sign-ins", @"\bRefused \+ Issued >= 200 and Refused > Issued$", "GreaterThan", 0, "PT5M", "PT15M")]
    [InlineData("mass-annulments", @"""eds.clients.annulled"" \| summarize Annulled = sum\(Sum\) \| where Annulled > 500$", "GreaterThan", 0, "PT15M", "PT1H")]
    [InlineData("mass-rotations", @"""eds.secrets.rotated"" \| summarize Rotated = sum\(Sum\) \| where Rotated > 500$", "GreaterThan", 0, "PT15M", "PT1H")]
    [InlineData("too-many-requests", @"\bRequests = sum\(ItemCount\) \| where Requests > 30000$", "GreaterThan", 0, "PT5M", "PT5M")]
    [InlineData("refused-rides", @"\bReceived \+ Refused >= 100 and Refused \* 5 > Received \+ Refused$", "GreaterThan", 0, "PT5M", "PT15M")]
    [InlineData("refused-rides", @"""eds.carriages.refused"" and tostring\(Properties.reason\) != ""rate-limited""\)", "GreaterThan", 0, "PT5M", "PT15M")]
    [InlineData("no-rides", @"""eds.carriages.received"" \| summarize Rides = sum\(Sum\) \| where Rides > 0 or hourofday\(.*\) !between \(10 .. 22\)$", "LessThan", 1, "PT1H", "PT4H")]
    [InlineData("purge-overdue", @"\bago\(26h\) and Name == ""eds.purge.runs"" and tostring\(Properties.finished\) == ""true""$", "LessThan", 1, "PT1H", "P2D")]
    public async Task An_alert_on_logs_fires_when_it_says(string title, string asks, string comparison, int threshold, string every, string window)
    {
        var main = await Bicep.Main;
        var alert = main.Variable("alerts", "logAlerts").AsArray().Single(alert => alert!["title"]!.GetValue<string>() == title)!;
        Assert.Matches(asks, alert["query"]!.GetValue<string>());
        Assert.Equal(
            (comparison, threshold, every, window),
            (alert["operator"]!.GetValue<string>(), alert["threshold"]!.GetValue<int>(), alert["every"]!.GetValue<string>(), alert["window"]!.GetValue<string>()));

        var rule = Assert.Single(main.Of("Microsoft.Insights/scheduledQueryRules"));
        var criterion = Assert.Single(rule.Properties["criteria"]!["allOf"]!.AsArray())!;
        Assert.Equal(
            ["true", Of("every"), Of("window"), Of("query"), "Count", Of("operator"), Of("threshold")],
            [
                .. new[] { "enabled", "evaluationFrequency", "windowSize" }.Select(name => rule.Properties[name]!.ToString()),
                .. new[] { "query", "timeAggregation", "operator", "threshold" }.Select(name => criterion[name]!.ToString()),
            ]);

        static string Of(string name) => $"[variables('logAlerts')[copyIndex()].{name}]";
    }

    [Theory]
    [InlineData("throttledTables", "Transactions Total GreaterThan 0", "ResponseType", "ClientThrottlingError ServerBusyError ClientAccountRequestThrottlingError ClientAccountBandwidthThrottlingError")]
    [InlineData("vaultDenials", "ServiceApiResult Count GreaterThan 0", "StatusCode", "403")]
    public async Task An_alert_on_a_metric_fires_at_the_first_of_what_it_looks_for(string symbol, string fires, string dimension, string values)
    {
        var alert = (await Bicep.Main).Of("Microsoft.Insights/metricAlerts").Single(alert => alert.Symbol == symbol);
        Assert.Equal(("true", "PT5M", "PT15M"), (alert.Text("properties.enabled"), alert.Text("properties.evaluationFrequency"), alert.Text("properties.windowSize")));
        var criterion = Assert.Single(alert.Properties["criteria"]!["allOf"]!.AsArray())!;
        Assert.Equal(fires, $"{criterion["metricName"]} {criterion["timeAggregation"]} {criterion["operator"]} {criterion["threshold"]}");
        var looked = Assert.Single(criterion["dimensions"]!.AsArray())!;
        Assert.Equal((dimension, "Include", values), (looked["name"]!.ToString(), looked["operator"]!.ToString(), string.Join(' ', looked["values"]!.AsArray())));
    }

    [Fact]
    public async Task What_the_meter_counts_is_what_the_guide_lists_and_alerts_ask_for()
    {
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Metrics.MeterName)
                {
                    counted.Add(instrument.Name);
                }
            },
        };
        listener.Start();
        Assert.Equal(counted.Order(StringComparer.Ordinal), Regex.Matches(Guide, @"^\| `(eds\.[a-z.]+)` \|", RegexOptions.Multiline).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(
            Regex.Matches((await Bicep.Main).Variable("alerts", "logAlerts").ToJsonString(), @"eds\.[a-z]+\.[a-z]+").Select(name => name.Value),
            name => Assert.Contains(name, counted));
    }

    [Fact]
    public async Task What_the_workflow_sets_is_what_Bicep_reads_and_the_guide_lists()
    {
        var variables = Regex.Matches(Deploy, @"vars\.(\w+)").Select(use => use.Groups[1].Value).Distinct().ToList();
        Assert.All(variables, name => Assert.Contains($"`{name}`", Guide, StringComparison.Ordinal));
        var read = Regex.Matches(RepositoryFile.Read("infra", "bicep", "azd.bicepparam"), @"readEnvironmentVariable\('(\w+)'").Select(use => use.Groups[1].Value);
        Assert.All(read.Where(name => !name.StartsWith("AZURE_PRINCIPAL_", StringComparison.Ordinal)), name => Assert.Contains(name, variables)); // azd's own
        var outputs = (await Bicep.Azd).Outputs.Select(output => output.Key).ToHashSet();
        var used = Regex.Matches(Deploy + RepositoryFile.Read("azure.yaml") + Guide, @"\$\{?(EDS_\w+)|get-value (EDS_\w+)").Select(use => use.Groups[1].Value + use.Groups[2].Value).Distinct();
        Assert.All(used, name => Assert.True(outputs.Contains(name) || variables.Contains(name) || name is "EDS_KEYS" or "EDS_API_PACKAGE", name));
    }

    [Fact]
    public async Task Azd_finds_what_it_deploys_to()
    {
        var azure = RepositoryFile.Yaml("azure.yaml");
        var services = ((YamlMappingNode)azure["services"]).Children.Keys.Select(name => ((YamlScalarNode)name).Value!);
        var tagged = (await Bicep.Main).Resources.Select(resource => Regex.Match(resource.Text("tags") ?? "", "'azd-service-name', '(\\w+)'").Groups[1].Value).Where(name => name.Length > 0);
        Assert.Equal(tagged.Order(StringComparer.Ordinal), services.Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(Bicep.Folder, $"{azure["infra"]["module"]}.bicep")));
    }

    [Theory]
    [InlineData("ci.yml", "checks", "functions-host")]
    [InlineData("deploy.yml", "build", "deploy")]
    public void A_workflow_runs_only_scripts_that_are_there(string file, params string[] jobs)
    {
        var workflow = RepositoryFile.Yaml(".github", "workflows", file);
        Assert.Equal(jobs, ((YamlMappingNode)workflow["jobs"]).Children.Keys.Select(name => ((YamlScalarNode)name).Value!));
        var scripts = Regex.Matches(RepositoryFile.Read(".github", "workflows", file) + Guide, @"(?<![\w./])(infra/[\w-]+\.sh|\.ci/run)").Select(use => use.Value).Distinct();
        Assert.All(scripts, script => Assert.True(File.Exists(Path.Combine(Folders.Repository, script)), script));
    }

    [Fact]
    public async Task The_smoke_test_passes_here_and_fails_for_another_address()
    {
        var good = await SmokeAsync(TestRun.Current.BaseAddress.ToString().TrimEnd('/'));
        Assert.True(good.Code == 0, good.Said);
        Assert.Equal(7, Regex.Count(good.Said, "^ok ", RegexOptions.Multiline));
        Assert.NotEqual(0, (await SmokeAsync("http://127.0.0.1:9")).Code);
    }

    [Fact]
    public async Task The_smoke_test_fails_when_an_origin_that_is_to_be_closed_answers()
    {
        var here = TestRun.Current.BaseAddress.ToString().TrimEnd('/');
        var open = await SmokeAsync(here, "", here);
        Assert.NotEqual(0, open.Code);
        Assert.Contains("FAILED  nobody gets past the Front Door: expected 403, got 200", open.Said, StringComparison.Ordinal);
    }

    /// <summary>Whoever runs code in a job with a token for Azure can deploy: it is the code that the workflow was started from, and of actions that stay what they are.</summary>
    [Fact]
    public void The_deployment_runs_nothing_that_somebody_names_or_changes_later()
    {
        Assert.DoesNotContain("inputs.ref", Deploy, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^\s+ref:", Deploy);
        var actions = Regex.Matches(Deploy + RepositoryFile.Read(".github", "workflows", "ci.yml"), "uses: (.*)").Select(use => use.Groups[1].Value).ToList();
        Assert.All(actions, action => Assert.Matches(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
        Assert.Equal(actions.Count(action => action.StartsWith("actions/checkout@", StringComparison.Ordinal)), Regex.Count(Deploy + RepositoryFile.Read(".github", "workflows", "ci.yml"), "persist-credentials: false"));
    }

    private static async Task<(int Code, string Said)> SmokeAsync(params string[] addresses)
    {
        var (code, output, errors) = await Command.RunAsync(
            "bash", [Path.Combine(Folders.Repository, "infra", "smoke.sh"), .. addresses], ("SMOKE_TRIES", "1"), ("SMOKE_PAUSE", "0"));
        return (code, output + errors);
    }
}
