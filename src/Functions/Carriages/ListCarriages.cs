namespace Eds.Functions;

public sealed record CarriageDriverBody(string Name, string PersonalCode) : Redacted;

public sealed record ReceivedCarriageBody(
    string Receipt,
    string ClientId,
    string CarriersTaxpayerCode,
    CarriageDriverBody Driver,
    string NumberPlate,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    decimal Distance,
    decimal ServiceFee,
    decimal? Commission,
    string? PaymentType,
    string? SerialNumber,
    decimal? GrandTotal,
    DateTimeOffset ReceivedAt)
{
    public override string ToString() => "[redacted]";

    internal static ReceivedCarriageBody From(ReceivedCarriage received, Caller caller)
    {
        var (ride, mayReadCodes) = (received.Carriage, caller.User.Rights.RightsManager);
        return new ReceivedCarriageBody(
            received.Receipt,
            received.ClientId.ToString(),
            mayReadCodes || RegistrationNumber.TryParse(ride.CarriersTaxpayerCode, out _)
                ? ride.CarriersTaxpayerCode
                : PersonalCode.FromStored(ride.CarriersTaxpayerCode).Masked,
            new CarriageDriverBody(received.DriverName, mayReadCodes ? ride.Driver.Display : ride.Driver.Masked),
            ride.NumberPlate,
            ride.StartedAt,
            ride.EndedAt,
            ride.Distance,
            ride.ServiceFee,
            ride.Commission,
            ride.PaymentType,
            ride.SerialNumber,
            ride.GrandTotal,
            received.ReceivedAt);
    }
}

public sealed record CarriagesBody(IReadOnlyList<ReceivedCarriageBody> Carriages, string? Continuation)
{
    internal static CarriagesBody From(CarriagePage page, Caller caller) =>
        new([.. page.Carriages.Select(received => ReceivedCarriageBody.From(received, caller))], page.Continuation);
}

/// <summary>Pārskats par taksometru datu saņemšanu tiešsaistē: the rides that were received, newest first.</summary>
public sealed class ListCarriages(AccessControl access, CarriageReport report, TimeProvider time)
{
    [Function(nameof(ListCarriages))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/carriages")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.CarriageReaderAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var filter = new CarriageFilterRules(rules, caller, time.GetUtcNow()).Read(request);
        var (limit, continuation) = (rules.Limit(rules.LimitQuery(request)), rules.Query(request, "continuation"));
        if (rules.HasErrors)
        {
            return rules.Refusal;
        }

        return await report.ListAsync(taxpayerId, filter, limit, continuation, cancellation) is { } page
            ? Json.Answer(CarriagesBody.From(page, caller))
            : Problems.ContinuationUnreadable();
    }
}
