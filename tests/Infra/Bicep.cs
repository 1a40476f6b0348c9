using System.Reflection;
using System.Runtime.InteropServices;

namespace Eds.Tests;

/// <summary>The Bicep compiler, and what it makes of infra/bicep: compiled once per run.</summary>
internal static class Bicep
{
    public static readonly string Folder = Path.Combine(Folders.Repository, "infra", "bicep");
    private static readonly ConcurrentDictionary<string, Lazy<Task<ArmTemplate>>> Built = new();

    /// <summary>What a deployment to one resource group is.</summary>
    public static Task<ArmTemplate> Main => BuildAsync("dev.bicepparam");

    /// <summary>What <c>azd up</c> deploys.</summary>
    public static Task<ArmTemplate> Azd => BuildAsync("azd.bicepparam");

    /// <summary>A template, with parameters that fit it; without a warning.</summary>
    public static Task<ArmTemplate> BuildAsync(string file) =>
        Built.GetOrAdd(file, _ => new(() => CompileAsync(file))).Value;

    /// <summary>Runs it. Said is what it wrote to standard error: warnings and errors.</summary>
    public static Task<(int Code, string Output, string Said)> RunAsync(IEnumerable<string> arguments) => Command.RunAsync(
        Tool(),
        arguments,
        ("AZURE_ENV_NAME", "eds-test"),
        ("EDS_SIGN_IN_AUTHORITY", "https://login.example.lv"),
        ("EDS_ALERT_EMAIL", "operations@example.lv"));

    private static async Task<ArmTemplate> CompileAsync(string file)
    {
        var (code, output, said) = await RunAsync(["build-params", Path.Combine(Folder, file), "--stdout"]);
        Assert.True(code == 0 && said.Length == 0, said);
        return new ArmTemplate(JsonNode.Parse(JsonNode.Parse(output)!["templateJson"]!.GetValue<string>())!.AsObject());
    }

    private static string Tool()
    {
        if (Environment.GetEnvironmentVariable("EDS_BICEP") is { Length: > 0 } own)
        {
            return own;
        }

        var path = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(written => written.Key == "BicepPath")
            .Value!;
        Assert.True(
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && File.Exists(path),
            $"The Bicep compiler is missing: the package Azure.Bicep.CommandLine.linux-x64 brings it, to {path}, for Linux on x64 only. "
            + "Elsewhere install the Bicep CLI and name it in EDS_BICEP.");
        return path;
    }
}

/// <summary>One resource of a compiled template, with those of its modules.</summary>
/// <param name="Module">The symbolic name of the module that it is in; "" for main.bicep itself.</param>
internal sealed record ArmResource(string Module, string Symbol, JsonObject Json)
{
    public string Type => Json["type"]!.GetValue<string>();
    public JsonObject Properties => Json["properties"]!.AsObject();

    /// <summary>"properties.siteConfig.minTlsVersion" → its text.</summary>
    public string? Text(string path) => path.Split('.').Aggregate((JsonNode?)Json, (node, name) => node?[name])?.ToString();
}

/// <summary>A compiled Bicep file.</summary>
internal sealed class ArmTemplate(JsonObject json)
{
    public string Json { get; } = json.ToJsonString();
    public JsonObject Parameters => json["parameters"]!.AsObject();
    public JsonObject Outputs => json["outputs"]!.AsObject();

    /// <summary>All that is deployed, of every module, without those that only refer to something.</summary>
    public IReadOnlyList<ArmResource> Resources { get; } = [.. Flatten("", json).Where(resource => resource.Json["existing"] is null)];

    /// <summary>What main.bicep gives to a module: name → value or expression.</summary>
    public JsonObject ArgumentsOf(string module) => json["resources"]![module]!["properties"]!["parameters"]!.AsObject();

    /// <summary>The outputs of all modules: "data.tablesUrl" → expression.</summary>
    public IEnumerable<KeyValuePair<string, string>> ModuleOutputs => Modules(json).SelectMany(module =>
        module.Template["outputs"]?.AsObject()
            .Select(output => KeyValuePair.Create($"{module.Name}.{output.Key}", output.Value!["value"]!.ToString())) ?? []);

    public ArmResource At(string module, string symbol) =>
        Resources.Single(resource => (resource.Module, resource.Symbol) == (module, symbol));

    public IReadOnlyList<ArmResource> Of(string type) => [.. Resources.Where(resource => resource.Type == type)];

    public JsonNode Variable(string module, string name) =>
        Modules(json).Single(found => found.Name == module).Template["variables"]![name]!;

    /// <summary>The id of the role that an assignment gives.</summary>
    public string RoleOf(ArmResource assignment)
    {
        var variable = Regex.Match(assignment.Text("properties.roleDefinitionId")!, @"variables\('(\w+)'\)").Groups[1].Value;
        return Variable(assignment.Module, variable).GetValue<string>();
    }

    private static IEnumerable<ArmResource> Flatten(string module, JsonObject template) =>
        template["resources"]!.AsObject().SelectMany(resource =>
        resource.Value!["type"]!.GetValue<string>() == "Microsoft.Resources/deployments"
            ? Flatten(resource.Key, resource.Value["properties"]!["template"]!.AsObject())
            : [new ArmResource(module, resource.Key, resource.Value.AsObject())]);

    private static IEnumerable<(string Name, JsonObject Template)> Modules(JsonObject template) => template["resources"]!.AsObject()
        .Where(resource => resource.Value!["type"]!.GetValue<string>() == "Microsoft.Resources/deployments")
        .Select(resource => (resource.Key, resource.Value!["properties"]!["template"]!.AsObject()));
}
