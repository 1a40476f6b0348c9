namespace Eds.Core;

/// <summary>The key is the ride itself: {taxpayerId}{month of the start} / {inverted start}{digest}. Insert-only.</summary>
internal sealed class CarriageRow : Row
{
    public string CarriersTaxpayerCode { get; set; } = "";
    public string PersonalCode { get; set; } = ""; // the driver's 11 digits
    public string DriverName { get; set; } = ""; // the client's, when the ride was received
    public string NumberPlate { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset EndedAt { get; set; }
    public string Distance { get; set; } = ""; // canonical decimal, as all amounts: storage has binary floats only
    public string ServiceFee { get; set; } = "";
    public string? Commission { get; set; }
    public string? PaymentType { get; set; }
    public string? SerialNumber { get; set; }
    public string? GrandTotal { get; set; }
    public string ClientId { get; set; } = ""; // 30 characters
    public DateTimeOffset ReceivedAt { get; set; }
    public string AttemptId { get; set; } = ""; // drawn for this insert: tells it from an earlier one of the same ride

    public static CarriageRow Of(LookupKey key, ApiClient client, Carriage carriage, DateTimeOffset receivedAt)
    {
        var taxpayerId = client.ClientId.TaxpayerId;
        return new CarriageRow
        {
            PartitionKey = RowKeys.CarriagePartition(taxpayerId, carriage.StartedAt),
            RowKey = RowKeys.Carriage(carriage.StartedAt, carriage.Digest(key, taxpayerId)),
            CarriersTaxpayerCode = carriage.CarriersTaxpayerCode,
            PersonalCode = carriage.Driver.Digits,
            DriverName = client.Driver.Name,
            NumberPlate = carriage.NumberPlate,
            StartedAt = carriage.StartedAt,
            EndedAt = carriage.EndedAt,
            Distance = Amount.Write(carriage.Distance)!,
            ServiceFee = Amount.Write(carriage.ServiceFee)!,
            Commission = Amount.Write(carriage.Commission),
            PaymentType = carriage.PaymentType,
            SerialNumber = carriage.SerialNumber,
            GrandTotal = Amount.Write(carriage.GrandTotal),
            ClientId = client.ClientId.Compact,
            ReceivedAt = receivedAt,
            AttemptId = Crockford.Draw(16),
        };
    }
}
