using System.Text.RegularExpressions;
using Eds.LocalHost;

namespace Eds.Tests;

/// <summary>What keeps src/Functions runnable under both hosts, and behind its gate; read off the sources.</summary>
public sealed partial class FunctionSourcesTest
{
    private static readonly string Functions = Path.Combine(Folders.Repository, "src", "Functions");

    private static readonly IReadOnlyList<string> Sources =
        [.. Directory.GetFiles(Functions, "*.cs", SearchOption.AllDirectories).Where(file => !file.EndsWith("Program.cs", StringComparison.Ordinal))];

    /// <summary>Open to all: what each of them shows is public.</summary>
    private static readonly string[] Open = ["GetHealth", "GetKeys", "GetMetadata", "GetOpenApi"];

    /// <summary>Open, because clients authenticate in the request itself.</summary>
    private static readonly string[] ClientsAuthenticateThemselves = ["IntrospectToken", "IssueToken", "RevokeToken"];

    [GeneratedRegex(@"\b(Function|HttpTrigger|TimerTrigger)(Attribute)?\s*\(|\bAuthorizationLevel\.|\bTimerInfo\b")]
    private static partial Regex AllowedUse { get; }

    [GeneratedRegex(@"\[Function\(nameof\((?<name>\w+)\)\)\]\s+public (async )?Task(<IResult>)? RunAsync\((?<parameters>.*?)\)\s*(?<body>=>\s*(?<first>\S+)|\{)", RegexOptions.Singleline)]
    private static partial Regex FunctionMethod { get; }

    [Fact]
    public void The_sources_use_nothing_of_the_worker_but_the_attributes_that_LocalHost_has()
    {
        var known = typeof(EdsHost).Assembly.GetTypes().Where(type => type.Namespace == "Microsoft.Azure.Functions.Worker").Select(type => type.Name).ToHashSet();
        Assert.Equal(["AuthorizationLevel", "FunctionAttribute", "HttpTriggerAttribute", "TimerInfo", "TimerTriggerAttribute"], known.Order(StringComparer.Ordinal));
        Assert.NotEmpty(Sources);
        foreach (var source in Sources)
        {
            var text = File.ReadAllText(source);
            Assert.DoesNotMatch(@"Azure\.(Data|Identity|Security|Core|Storage)", text);
            foreach (var use in text.Split('\n').Where(line => line.Contains("Functions.Worker", StringComparison.Ordinal)))
            {
                Assert.Equal("using Microsoft.Azure.Functions.Worker;", use.Trim());
                Assert.Matches(AllowedUse, text);
            }

            Assert.DoesNotContain("FunctionContext", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Program_decides_nothing()
    {
        var lines = File.ReadAllLines(Path.Combine(Functions, "Program.cs"));
        Assert.InRange(lines.Length, 1, 20);
        Assert.DoesNotMatch(@"\b(if|else|switch|for|foreach|while|try|catch|new|return)\b|\?|=>|&&|\|\|", string.Join('\n', lines));
    }

    [Fact]
    public void Every_http_function_does_nothing_before_its_gate()
    {
        var seen = new Dictionary<string, string>();
        foreach (var source in Sources.Where(source => File.ReadAllText(source).Contains("[Function(", StringComparison.Ordinal)))
        {
            var match = FunctionMethod.Match(File.ReadAllText(source));
            Assert.True(match.Success, $"{Path.GetFileName(source)} is not written as functions are.");
            Assert.Equal(Path.GetFileNameWithoutExtension(source), match.Groups["name"].Value);
            if (match.Groups["parameters"].Value.Contains("HttpTrigger", StringComparison.Ordinal))
            {
                Assert.StartsWith("gate.", match.Groups["first"].Value, StringComparison.Ordinal);
                seen[match.Groups["name"].Value] = Regex.Match(match.Groups["first"].Value, @"gate\.(\w+)").Groups[1].Value;
            }
        }

        var mapped = FoundFunctions.In(typeof(EdsHost).Assembly.GetTypes()).Http.Select(function => function.Name);
        Assert.Equal(mapped.Order(StringComparer.Ordinal), seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Open, seen.Where(function => function.Value == "AnyoneAsync").Select(function => function.Key).Order(StringComparer.Ordinal));
        Assert.Equal(ClientsAuthenticateThemselves, seen.Where(function => function.Value is "TokenEndpointAsync" or "ClientOrOperatorAsync").Select(function => function.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_solution_lists_the_function_app_but_does_not_build_it()
    {
        var solution = File.ReadAllText(Path.Combine(Folders.Repository, "EdsFunctions.sln"));
        var id = Regex.Match(solution, """
            "Eds\.Functions", "[^"]+", "(\{[^}]+\})"
            """.Trim()).Groups[1].Value;
        Assert.NotEmpty(id);
        Assert.Contains($"{id}.Debug|Any CPU.ActiveCfg", solution, StringComparison.Ordinal);
        Assert.Contains($"{id}.Release|Any CPU.ActiveCfg", solution, StringComparison.Ordinal);
        Assert.DoesNotMatch(Regex.Escape(id) + @"\.\w+\|[^.]+\.Build\.0", solution);
    }
}
