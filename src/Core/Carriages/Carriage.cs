namespace Eds.Core;

/// <summary>A ride (pārvadājums) with the fields of MK 541 p. 11 and MK 405 p. 69.7.1. Equal ones are the same ride.</summary>
/// <param name="CarriersTaxpayerCode">11 digits: a registration number, or a natural person's personal code.</param>
/// <param name="NumberPlate">As <see cref="Core.NumberPlate"/> folds it.</param>
/// <param name="Distance">Kilometres; like the other amounts, of <see cref="Amount"/>.</param>
/// <param name="ServiceFee">Euros.</param>
/// <param name="PaymentType">One of <see cref="PaymentTypes"/>.</param>
public sealed record Carriage(
    string CarriersTaxpayerCode,
    PersonalCode Driver,
    string NumberPlate,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    decimal Distance,
    decimal ServiceFee,
    decimal? Commission,
    string? PaymentType,
    string? SerialNumber,
    decimal? GrandTotal) : Redacted
{
    private const int DigestLength = 30;

    public static IReadOnlyList<string> PaymentTypes { get; } =
    [
        "cash", "cashless", "paymentCard", "smartCard", "providersWebsite", "mobileApplication", "giftCard", "cheque", "voucher",
        "eService", "other",
    ];

    /// <summary>30 Crockford characters (150 bits) that only an equal ride of the same taxpayer has.</summary>
    internal string Digest(LookupKey key, string taxpayerId) => Crockford.Encode(
        key.Mac(
            "carriage", taxpayerId, CarriersTaxpayerCode, Driver.Digits, NumberPlate, Ticks(StartedAt), Ticks(EndedAt),
            Amount.Write(Distance)!, Amount.Write(ServiceFee)!, Amount.Write(Commission) ?? "", PaymentType ?? "", SerialNumber ?? "",
            Amount.Write(GrandTotal) ?? ""),
        DigestLength);

    /// <summary><c>cr-5m8w1-r4tq0-xz7c2-v9k3h-6n1bd-e4s0p</c>.</summary>
    internal static string Receipt(string digest) => $"cr-{string.Join('-', digest.Chunk(5).Select(group => new string(group)))}";

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
