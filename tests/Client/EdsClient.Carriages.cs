using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eds.Core;

namespace Eds.Client;

/// <summary>A ride as a device sends it. What is null is left out; a test may write anything into the fields.</summary>
public sealed record CarriageToReport(
    string? CarriersTaxpayerCode,
    string? DriversPersonCode,
    string? NumberPlate,
    string? StartDateTime,
    string? EndDateTime,
    decimal? Distance,
    decimal? ServiceFee,
    decimal? Commission = null,
    string? PaymentType = null,
    string? SerialNumber = null,
    decimal? GrandTotal = null)
{
    public override string ToString() => "[redacted]";
}

/// <summary>As the published description names the fields.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CarriageToReport))]
public sealed partial class CarriageJson : JsonSerializerContext;

/// <content>Rides.</content>
public sealed partial record EdsClient
{
    /// <summary>The value is the receipt.</summary>
    public Task<Answer<string>> ReportCarriageAsync(CarriageToReport ride) => SendAsync<string>(
        Routes.ReportCarriage(), Json(JsonSerializer.SerializeToUtf8Bytes(ride, CarriageJson.Default.CarriageToReport)));

    public Task<Answer<CarriagePage>> ListCarriagesAsync(
        string taxpayerId, string? from = null, string? to = null, string? clientId = null, int? limit = null,
        string? continuation = null) =>
        CallAsync<CarriagePage>(Routes.ListCarriages(taxpayerId).With(
            ("from", from), ("to", to), ("clientId", clientId), ("limit", limit?.ToString(CultureInfo.InvariantCulture)),
            ("continuation", continuation)));

    public Task<Answer<CarriagePage>> SearchCarriagesAsync(string taxpayerId, SearchCarriagesBody search) =>
        CallAsync<CarriagePage>(Routes.SearchCarriages(taxpayerId), search);

    public Task<Answer<CarriageTotals>> SumCarriagesAsync(string taxpayerId, SumCarriagesBody period) =>
        CallAsync<CarriageTotals>(Routes.SumCarriages(taxpayerId), period);
}
