using NJsonSchema.Validation;

namespace Eds.Tests;

/// <summary>Says what a JSON Schema found: "PropertyRequired #/clients[0].etag".</summary>
internal static class SchemaFaults
{
    /// <summary>The causes, where a choice among schemas or types has failed. No values, which may be secret.</summary>
    public static IEnumerable<string> Of(ValidationError fault) => fault switch
    {
        ChildSchemaValidationError { Errors: var choices } => Causes(fault, choices.Values),
        MultiTypeValidationError { Errors: var choices } => Causes(fault, choices.Values),
        _ => [Say(fault)],
    };

    private static IEnumerable<string> Causes(ValidationError fault, IEnumerable<ICollection<ValidationError>> choices) =>
        choices.SelectMany(choice => choice).SelectMany(Of).Prepend(Say(fault));

    private static string Say(ValidationError fault) => $"{fault.Kind} {fault.Path}";
}
