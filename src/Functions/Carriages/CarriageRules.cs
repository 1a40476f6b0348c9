namespace Eds.Functions;

/// <summary>What a ride may say: MK 541 p. 11, MK 405 p. 69.7.1, the published description. Use it only if there are no errors.</summary>
internal sealed class CarriageRules(InputRules rules, CarriageFields fields, TimeSpan maxAge, DateTimeOffset now)
{
    private const string AmountDetail = "A decimal number from 0 to 1000000000 with at most 6 places.";
    private const string TimeDetail = "A time of ISO 8601 is needed: 2026-01-31T23:59:00, with an offset or in Latvian time.";

    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1); // clocks of devices are wrong

    public Carriage Read()
    {
        var (start, end) = Times();
        return new Carriage(
            fields.Required("CarriersTaxpayerCode", CarrierCode, "carrier-code-invalid",
                "A registration number or personal code of 11 digits, without a hyphen.")!,
            fields.Required("DriversPersonCode", DriverCode, "personal-code-invalid", InputRules.PersonalCodeRule)!,
            fields.Required("NumberPlate", NumberPlate.Parse, "number-plate-invalid",
                "2 to 12 letters A to Z and digits; spaces and hyphens do not count.")!,
            start,
            end,
            fields.Required("Distance", Amount.Parse, "amount-invalid", AmountDetail) ?? 0,
            fields.Required("ServiceFee", Amount.Parse, "amount-invalid", AmountDetail) ?? 0,
            fields.Optional("Commission", Amount.Parse, "amount-invalid", AmountDetail),
            fields.Optional("PaymentType", PaymentType, "unknown-value", $"One of: {string.Join(", ", Carriage.PaymentTypes)}."),
            fields.Optional("SerialNumber", SerialNumber, "serial-number-invalid", "3 to 13 printable ASCII characters."),
            fields.Optional("GrandTotal", Amount.Parse, "amount-invalid", AmountDetail));
    }

    private (DateTimeOffset Start, DateTimeOffset End) Times()
    {
        var start = fields.Required("StartDateTime", LatvianTime.Parse, "time-invalid", TimeDetail);
        var end = fields.Required("EndDateTime", LatvianTime.Parse, "time-invalid", TimeDetail);
        if (start?.First > now + MaxAhead)
        {
            rules.AddError("/StartDateTime", "too-late", "At most a day from now.");
        }

        if (start?.First < now - maxAge)
        {
            rules.AddError("/StartDateTime", "too-early", $"At most {maxAge.TotalDays:0} days ago.");
        }

        // In the hour that comes twice the first is meant, unless the ride would end before it begins.
        var ended = end?.First < start?.First ? end!.Second : end?.First;
        if (ended > now + MaxAhead)
        {
            rules.AddError("/EndDateTime", "too-late", "At most a day from now.");
        }

        if (ended < start?.First)
        {
            rules.AddError("/EndDateTime", "ends-before-start", "The ride ends before it begins.");
        }

        return (start?.First ?? default, ended ?? default);
    }

    private static string? CarrierCode(string text) =>
        RegistrationNumber.TryParse(text, out var number) ? number.Digits
        : text.Length == 11 && PersonalCode.TryParse(text, out var code) ? code.Digits
        : null;

    private static PersonalCode? DriverCode(string text) => PersonalCode.TryParse(text, out var code) ? code : null;

    private static string? PaymentType(string text) => Carriage.PaymentTypes.Contains(text) ? text : null;

    private static string? SerialNumber(string text) =>
        text.Length is >= 3 and <= 13 && text.All(character => character is >= ' ' and <= '~') ? text : null;
}
