namespace Eds.Tests;

/// <summary>docs/openapi.yaml and the function app as built have the same operations; nothing in the document is loose.</summary>
public sealed class ContractTest
{
    private static readonly string[] Open = ["GetHealth", "GetKeys", "GetMetadata", "GetOpenApi"];

    private static readonly ContractDocument Document = new();

    /// <summary>As the Functions host reads it: methods in upper case; the route with a slash in front.</summary>
    private sealed record Function(string Name, string Methods, string Route);

    [Fact]
    public void The_functions_as_built_are_the_operations_of_the_contract() => Assert.Equal(
        Document.Operations.Select(operation => new Function(operation.Name, operation.Method, operation.Path))
            .OrderBy(function => function.Name),
        BuiltFunctions()
            .Select(function => function with { Name = char.ToLowerInvariant(function.Name[0]) + function.Name[1..] })
            .SelectMany(function => function.Methods.Split(' ').Select(method => method is "HEAD"
                ? function with { Name = "head" + function.Name["get".Length..], Methods = method }
                : function with { Methods = method }))
            .OrderBy(function => function.Name));

    [Fact]
    public async Task Every_function_but_the_open_ones_asks_for_credentials()
    {
        // Whoever asks for a token authenticates in the form, so an empty one is refused before that.
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["token"] = "x" };
        foreach (var function in BuiltFunctions().Where(function => !Open.Contains(function.Name)))
        {
            using var content = new FormUrlEncodedContent(form);
            var route = new Route(HttpMethod.Parse(function.Methods), Regex.Replace(function.Route[1..], @"\{\w+\}", "0123456789"));
            var answer = await TestRun.Client.SendAsync(
                route, function.Name is "IssueToken" or "RevokeToken" or "IntrospectToken" ? content : null);
            Assert.Equal((function.Name, 401), (function.Name, answer.Status));
            Assert.NotNull(answer.Challenge());
        }
    }

    [Fact]
    public void Every_answer_says_whether_it_may_be_stored() =>
        Assert.All(Document.Operations.Where(operation => operation.Method != "HEAD").SelectMany(operation => operation.Answers), answer =>
        {
            var header = Document.Follow(answer.Value["headers"]!["Cache-Control"]!);
            Assert.True(header["required"]!.GetValue<bool>());
            Assert.True(answer.Key == 200 || header["schema"]!["const"]!.GetValue<string>() == "no-store");
        });

    [Fact]
    public void Every_object_is_closed_but_the_forms() =>
        Assert.Equal(
            ["/components/schemas/TokenRequest", "/components/schemas/TokenForm"],
            from found in Objects(Document.Root)
            where found.Value["type"] is JsonValue type && type.GetValue<string>() == "object"
            where found.Value["additionalProperties"]?.ToJsonString() != "false"
            select found.Where);

    [Fact]
    public void Every_component_is_used_and_every_reference_leads_somewhere()
    {
        var components =
            from kind in (JsonObject)Document.Root["components"]!
            where kind.Key != "securitySchemes"
            from component in (JsonObject)kind.Value!
            select $"#/components/{kind.Key}/{component.Key}";

        Assert.Equal(
            components.ToHashSet(),
            Objects(Document.Root).Select(found => found.Value["$ref"]?.GetValue<string>()).OfType<string>().ToHashSet());
    }

    [Fact]
    public void Every_example_is_as_its_schema_says()
    {
        var examples = Objects(Document.Root).SelectMany(found => ExamplesOf(found.Where, found.Value)).ToList();

        Assert.True(examples.Count > 30);
        Assert.All(examples, example => Assert.Empty(Document.Faults(example.Schema, example.Value!.ToJsonString())));
    }

    private static IEnumerable<Function> BuiltFunctions()
    {
        var built = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "functions.metadata")))!.AsArray();
        return
            from function in built
            let trigger = function!["bindings"]![0]!
            where trigger["type"]!.GetValue<string>() == "httpTrigger"
            select new Function(
                function["name"]!.GetValue<string>(),
                string.Join(' ', trigger["methods"]!.AsArray().Select(method => method!.GetValue<string>().ToUpperInvariant())),
                "/" + trigger["route"]!.GetValue<string>());
    }

    /// <summary>Of a component schema its examples; of a body its example or its named ones.</summary>
    private static IEnumerable<(JsonNode Schema, JsonNode? Value)> ExamplesOf(string where, JsonObject found) => found switch
    {
        _ when where.StartsWith("/components/schemas/", StringComparison.Ordinal) && where.Count(character => character == '/') == 3 =>
            (found["examples"] as JsonArray ?? []).Select(value => ((JsonNode)new JsonObject { ["$ref"] = "#" + where }, value)),
        _ when found["schema"] is JsonObject schema
            && (schema.ContainsKey("$ref") || where.Contains("/responses/", StringComparison.Ordinal)) =>
            (found["examples"] as JsonObject ?? []).Select(named => named.Value!["value"]).Append(found["example"])
                .Where(value => value is not null)
                .Select(value => ((JsonNode)schema, value)),
        _ => [],
    };

    private static IEnumerable<(string Where, JsonObject Value)> Objects(JsonNode? node, string where = "") => node switch
    {
        JsonObject map => map.SelectMany(property => Objects(property.Value, $"{where}/{property.Key}")).Prepend((where, map)),
        JsonArray list => list.SelectMany((item, index) => Objects(item, $"{where}/{index}")),
        _ => [],
    };
}
