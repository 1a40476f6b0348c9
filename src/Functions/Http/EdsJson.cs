using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eds.Functions;

/// <summary>How every body is written and read: camelCase, UTC with Z, unknown and repeated fields refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcConverter), typeof(CamelCaseEnum<TaxpayerKind>), typeof(CamelCaseEnum<ClientState>)],
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(OAuthErrorBody))]
[JsonSerializable(typeof(EnrolTaxpayerBody))]
[JsonSerializable(typeof(TaxpayerBody))]
[JsonSerializable(typeof(PersonBody))]
[JsonSerializable(typeof(MeBody))]
[JsonSerializable(typeof(UsersBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(ChangeRightsBody))]
[JsonSerializable(typeof(EventsBody))]
[JsonSerializable(typeof(RegisterClientsBody))]
[JsonSerializable(typeof(RegisteredClientsBody))]
[JsonSerializable(typeof(ClientsBody))]
[JsonSerializable(typeof(ClientBody))]
[JsonSerializable(typeof(SearchClientsBody))]
[JsonSerializable(typeof(RenameDriverBody))]
[JsonSerializable(typeof(SecretsBody))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(RotateSecretBody))]
[JsonSerializable(typeof(RotatedSecretBody))]
[JsonSerializable(typeof(IntrospectionBody))]
[JsonSerializable(typeof(WhoAmIBody))]
[JsonSerializable(typeof(MetadataBody))]
[JsonSerializable(typeof(KeysBody))]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class EdsJson : JsonSerializerContext;

internal static class Json
{
    /// <summary>Letters as they are and quotation marks as \" (an etag has them), which is safe in application/json with nosniff.</summary>
    public static readonly EdsJson Contract = new(new JsonSerializerOptions(EdsJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

internal sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
