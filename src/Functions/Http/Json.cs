using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eds.Functions;

/// <summary>
/// How every body is written and read: camelCase, UTC with Z, unknown and repeated fields refused. Types within these come with them.
/// </summary>
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
[JsonSerializable(typeof(MeBody))]
[JsonSerializable(typeof(UsersBody))]
[JsonSerializable(typeof(ChangeRightsBody))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(RegisterClientsBody))]
[JsonSerializable(typeof(RegisteredClientsBody))]
[JsonSerializable(typeof(ClientsBody))]
[JsonSerializable(typeof(SearchClientsBody))]
[JsonSerializable(typeof(ChangeClientBody))]
[JsonSerializable(typeof(AnnulClientsBody))]
[JsonSerializable(typeof(AnnulledClients))]
[JsonSerializable(typeof(FleetSummary))]
[JsonSerializable(typeof(RenameSecretBody))]
[JsonSerializable(typeof(RestrictSecretBody))]
[JsonSerializable(typeof(RotateSecretsBody))]
[JsonSerializable(typeof(SecretRotationsBody))]
[JsonSerializable(typeof(SecretsBody))]
[JsonSerializable(typeof(SearchCarriagesBody))]
[JsonSerializable(typeof(SumCarriagesBody))]
[JsonSerializable(typeof(CarriagePage))]
[JsonSerializable(typeof(CarriageTotals))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(RotateSecretBody))]
[JsonSerializable(typeof(RotatedSecretBody))]
[JsonSerializable(typeof(IntrospectionBody))]
[JsonSerializable(typeof(WhoAmIBody))]
[JsonSerializable(typeof(MetadataBody))]
[JsonSerializable(typeof(KeysBody))]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class JsonContract : JsonSerializerContext;

internal static class Json
{
    /// <summary>Letters as they are and quotation marks as \" (an etag has them), which is safe in application/json with nosniff.</summary>
    public static readonly JsonSerializerOptions Options =
        new(JsonContract.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Answer<T>(T body, int status = StatusCodes.Status200OK, string contentType = "application/json") =>
        new JsonAnswer(JsonSerializer.SerializeToUtf8Bytes(body, Options), status, contentType);

    /// <summary>What was changed, as it is now; or why it was not.</summary>
    public static IResult Changed<T, TBody>((ChangeOutcome Outcome, T? Now) change, Func<T, TBody> toBody, int status = 200)
        where T : class => change.Now is { } now ? Answer(toBody(now), status) : Problems.For(change.Outcome);

    /// <param name="page">Null: its continuation was unreadable.</param>
    public static IResult Page<T>(T? page)
        where T : class => page is null ? Problems.ContinuationUnreadable() : Answer(page);
}

/// <summary>An answer that states its length: embedded modems read exactly so many bytes, and few of them read chunks.</summary>
internal sealed class JsonAnswer(byte[] body, int status, string contentType) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, contentType, body.Length);
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}

internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

internal sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
