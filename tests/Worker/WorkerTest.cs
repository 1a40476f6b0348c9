using Eds.Tests.Worker.Protocol;

namespace Eds.Tests.Worker;

/// <summary>The deployed app's own process, started as the Functions host starts it.</summary>
public sealed class WorkerTest(PublishedApp app) : IClassFixture<PublishedApp>
{
    /// <summary>As Bicep sets them, without a Front Door. Nothing of Azure is called before a request needs it.</summary>
    private static readonly Dictionary<string, string?> InAzure = KnownSettings.All
        .ExceptBy(BicepTest.LocalOnes, setting => setting.Name)
        .ToDictionary(setting => setting.Name, setting => setting == KnownSettings.NetworkFrontDoorId ? "" : (string?)setting.Example);

    [Fact]
    public async Task The_worker_finds_the_functions_of_the_contract_and_the_purge()
    {
        var (started, functions) = await FunctionsHost.LoadAsync(app, InAzure);

        Assert.Equal(StatusResult.Types.Status.Success, started.Result.Status);
        Assert.True(new Uri(started.Capabilities["HttpUri"]).IsLoopback); // the worker's own web server, which the host forwards to
        Assert.Equal(StatusResult.Types.Status.Success, functions.Result.Status);
        var triggers = functions.FunctionMetadataResults.Select(Trigger).ToList();
        var timer = Assert.Single(triggers, trigger => trigger.Binding["type"]!.GetValue<string>() == "timerTrigger");
        Assert.Equal(("PurgeAnnulledClients", "%Purge:Schedule%"), (timer.Function, timer.Binding["schedule"]!.GetValue<string>()));
        var calls = triggers.Where(trigger => trigger != timer).SelectMany(Calls).ToList();
        Assert.Equal(Contract().Order(), calls.Where(call => call.Method != "head").Order());
        Assert.All(calls.Where(call => call.Method == "head"), call => Assert.Contains(call with { Method = "get" }, calls));
    }

    [Theory]
    [InlineData("Tokens:Issuer", null, "is missing")]
    [InlineData("Network:FrontDoorId", "front-door", "cannot be used")]
    public async Task With_a_wrong_setting_the_worker_ends_and_names_it(string name, string? value, string fault)
    {
        var noHost = new Uri("http://127.0.0.1:9");
        var (code, output, errors) = await Command.RunAsync(app.Worker(new(InAzure) { [name] = value }, noHost));
        var setting = KnownSettings.All.Single(setting => setting.Name == name);
        Assert.NotEqual(0, code);
        Assert.All(
            [$"Setting {name} {fault}", $"Rule: {setting.Rule}", $"Example: {setting.Example}"],
            said => Assert.Contains(said, output + errors, StringComparison.Ordinal));
    }

    private static (string Function, JsonNode Binding) Trigger(FunctionMetadata function) =>
        (function.Name, function.RawBindings.Select(binding => JsonNode.Parse(binding)!)
            .Single(binding => binding["type"]!.GetValue<string>().EndsWith("Trigger", StringComparison.Ordinal)));

    private static IEnumerable<(string Function, string Method, string Route)> Calls((string Function, JsonNode Binding) trigger) =>
        trigger.Binding["methods"]!.AsArray().Select(method =>
            (trigger.Function, method!.GetValue<string>(), trigger.Binding["route"]!.GetValue<string>()));

    /// <summary>The operations of docs/openapi.yaml, but for HEAD, which goes with GET; annulClient is function AnnulClient.</summary>
    private static IEnumerable<(string Function, string Method, string Route)> Contract() =>
        from operation in new ContractDocument().Operations
        where operation.Method != "HEAD"
        let name = $"{char.ToUpperInvariant(operation.Name[0])}{operation.Name[1..]}"
        select (name, operation.Method.ToLowerInvariant(), operation.Path.TrimStart('/'));
}
