using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eds.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Eds.Tests;

/// <summary>docs/openapi.yaml itself: the same operations as the code has, and nothing in it that is loose or leads nowhere.</summary>
public sealed class ContractTest
{
    private static readonly ContractDocument Document = new();

    [Fact]
    public void The_operations_are_the_HTTP_functions()
    {
        var functions =
            from type in typeof(AccessControl).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            from verb in trigger.Methods!
            select $"{JsonNamingPolicy.CamelCase.ConvertName(function.Name)}: {verb.ToUpperInvariant()} /{trigger.Route}";

        Assert.Equal(
            functions.Order(StringComparer.Ordinal),
            Document.Operations.Select(operation => $"{operation.Name}: {operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_and_a_known_tag()
    {
        var tags = ((JsonArray)Document.Root["tags"]!).Select(tag => tag!["name"]!.GetValue<string>()).ToList();

        Assert.Equal(Document.Operations.Count, Document.Operations.Select(operation => operation.Name).Distinct().Count());
        Assert.All(Document.Operations, operation =>
        {
            var tag = Assert.Single((JsonArray)Document.Root["paths"]![operation.Path]![operation.Method.ToLowerInvariant()]!["tags"]!);
            Assert.Contains(tag!.GetValue<string>(), tags);
        });
    }

    [Fact]
    public void Every_parameter_of_a_path_is_described() => Assert.All((JsonObject)Document.Root["paths"]!, path =>
        Assert.Equal(
            Regex.Matches(path.Key, @"\{(\w+)\}").Select(match => match.Groups[1].Value),
            (path.Value!["parameters"] as JsonArray ?? [])
                .Select(parameter => Document.Follow(parameter!))
                .Where(parameter => parameter["in"]!.GetValue<string>() == "path" && parameter["required"]!.GetValue<bool>())
                .Select(parameter => parameter["name"]!.GetValue<string>())));

    [Fact]
    public void Every_answer_is_described_and_says_whether_it_may_be_stored() =>
        Assert.All(Document.Operations.SelectMany(operation => operation.Answers), answer =>
        {
            Assert.NotEmpty(answer.Value["description"]!.GetValue<string>());
            var header = Document.Follow(answer.Value["headers"]!["Cache-Control"]!);
            Assert.True(header["required"]!.GetValue<bool>());
            Assert.True(answer.Key == 200 || header["schema"]!["const"]!.GetValue<string>() == "no-store");
        });

    [Fact]
    public void Every_operation_may_fail() =>
        Assert.All(Document.Operations, operation => Assert.Contains(500, operation.Answers.Keys));

    [Fact]
    public void Every_reference_leads_somewhere_and_stands_alone() =>
        Assert.All(Objects(Document.Root).Where(found => found.Value.ContainsKey("$ref")), found =>
        {
            Assert.NotNull(Document.Follow(found.Value));
            Assert.Single(found.Value);
        });

    [Fact]
    public void Every_component_is_used()
    {
        var used = Objects(Document.Root).Select(found => found.Value["$ref"]?.GetValue<string>()).ToHashSet();
        var there =
            from kind in (JsonObject)Document.Root["components"]!
            where kind.Key != "securitySchemes"
            from component in (JsonObject)kind.Value!
            select $"#/components/{kind.Key}/{component.Key}";

        Assert.All(there, component => Assert.Contains(component, used));
    }

    [Fact]
    public void Every_object_is_closed_but_the_forms() =>
        Assert.Equal(
            ["/components/schemas/TokenRequest", "/components/schemas/TokenForm"],
            from found in Objects(Document.Root)
            where found.Value["type"] is JsonValue type && type.GetValue<string>() == "object"
            where found.Value["additionalProperties"]?.ToJsonString() != "false"
            select found.Where);

    [Fact]
    public void Every_example_is_as_its_schema_says()
    {
        var examples = Objects(Document.Root).SelectMany(found => ExamplesOf(found.Where, found.Value)).ToList();

        Assert.True(examples.Count > 30);
        Assert.All(examples, example => Assert.Empty(Document.Faults(example.Schema, example.Value!.ToJsonString())));
    }

    [Fact]
    public void The_codes_of_field_errors_are_those_that_the_table_explains()
    {
        var schema = Document.Root["components"]!["schemas"]!["FieldError"]!;

        Assert.Equal(
            Regex.Matches(schema["description"]!.GetValue<string>(), @"^\| `([a-z-]+)` \|", RegexOptions.Multiline)
                .Select(match => match.Groups[1].Value),
            ((JsonArray)schema["properties"]!["code"]!["enum"]!).Select(code => code!.GetValue<string>()));
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
