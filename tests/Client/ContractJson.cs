using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Eds.Client;

/// <summary>The contract's bodies as the functions read and write them; but null is left out of a request.</summary>
internal static class ContractJson
{
    public static readonly JsonContract Default = new(new JsonSerializerOptions(JsonContract.Default.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    public static JsonTypeInfo Of(Type body) => Default.Options.GetTypeInfo(body);
}
