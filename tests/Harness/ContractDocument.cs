using NJsonSchema;
using NJsonSchema.Validation;
using YamlDotNet.Serialization;

namespace Eds.Tests;

/// <summary>docs/openapi.yaml as built into this assembly, with its references followed and its schemas ready to check with.</summary>
internal sealed class ContractDocument
{
    private const string Components = "#/components/schemas/";

    private readonly JsonSchema _schemas;

    public ContractDocument()
    {
        using var yaml = new StreamReader(typeof(ContractDocument).Assembly.GetManifestResourceStream("openapi.yaml")!);
        var read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml);
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(read!);
        Root = (JsonObject)JsonNode.Parse(json)!;
        Operations = [.. FindOperations()];

        // One JSON Schema: the components by name, every schema that stands in a response or header by its own text.
        var definitions = (JsonObject)Root["components"]!["schemas"]!.DeepClone();
        foreach (var schema in Operations.SelectMany(operation => operation.Answers.Values).SelectMany(SchemasOf))
        {
            definitions.TryAdd(schema.ToJsonString(), schema.DeepClone());
        }

        var all = new JsonObject { ["definitions"] = definitions };
        WriteForNJsonSchema(all);
        _schemas = JsonSchema.FromJsonAsync(all.ToJsonString()).GetAwaiter().GetResult();
    }

    /// <param name="Method">GET, in upper case.</param>
    /// <param name="Path">/api/taxpayers/{taxpayerId}.</param>
    public sealed record Operation(string Name, string Method, string Path, IReadOnlyDictionary<int, JsonObject> Answers);

    public JsonObject Root { get; }
    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>What the reference names, or the object itself if it is none.</summary>
    public JsonObject Follow(JsonNode node)
    {
        if (node["$ref"]?.GetValue<string>() is not { } reference)
        {
            return (JsonObject)node;
        }

        JsonNode? found = Root;
        foreach (var name in reference.Split('/').Skip(1))
        {
            found = found?[name];
        }

        return found as JsonObject ?? throw new KeyNotFoundException($"{reference} leads nowhere.");
    }

    /// <summary>Where and how JSON differs from a schema of a component, response or header. Never tells any of its values.</summary>
    public IReadOnlyList<string> Faults(JsonNode schema, string json)
    {
        try
        {
            // Json.NET, which checks the schema, would also read what is no JSON.
            using var _ = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return ["NotJson"];
        }

        var name = schema["$ref"]?.GetValue<string>()[Components.Length..] ?? schema.ToJsonString();
        return [.. _schemas.Definitions[name].Validate(json).SelectMany(FaultsOf).Distinct()];
    }

    /// <summary>It knows no const, and looks for references in definitions.</summary>
    private static void WriteForNJsonSchema(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema.Remove("const", out var value))
            {
                schema["enum"] = new JsonArray(value);
            }

            if (schema["$ref"] is { } reference)
            {
                schema["$ref"] = reference.GetValue<string>().Replace(Components, "#/definitions/", StringComparison.Ordinal);
            }
        }

        foreach (var child in node switch
        {
            JsonObject map => map.Select(property => property.Value),
            JsonArray list => list,
            _ => [],
        })
        {
            WriteForNJsonSchema(child);
        }
    }

    private IEnumerable<Operation> FindOperations() =>
        from path in (JsonObject)Root["paths"]!
        from method in (JsonObject)path.Value!
        where method.Key != "parameters"
        select new Operation(
            method.Value!["operationId"]!.GetValue<string>(),
            method.Key.ToUpperInvariant(),
            path.Key,
            ((JsonObject)method.Value["responses"]!).ToDictionary(
                answer => int.Parse(answer.Key, CultureInfo.InvariantCulture), answer => Follow(answer.Value!)));

    private IEnumerable<JsonNode> SchemasOf(JsonObject answer) =>
        (answer["content"] as JsonObject ?? []).Select(content => content.Value!["schema"])
        .Concat((answer["headers"] as JsonObject ?? []).Select(header => Follow(header.Value!)["schema"]))
        .OfType<JsonNode>();

    /// <summary>"PropertyRequired #/clients[0].etag", and the causes where a choice has failed. No values, which may be secret.</summary>
    private static IEnumerable<string> FaultsOf(ValidationError fault) => fault switch
    {
        ChildSchemaValidationError { Errors: var choices } => Causes(fault, choices.Values),
        MultiTypeValidationError { Errors: var choices } => Causes(fault, choices.Values),
        _ => [Say(fault)],
    };

    private static IEnumerable<string> Causes(ValidationError fault, IEnumerable<ICollection<ValidationError>> choices) =>
        choices.SelectMany(choice => choice).SelectMany(FaultsOf).Prepend(Say(fault));

    private static string Say(ValidationError fault) => $"{fault.Kind} {fault.Path}";
}
