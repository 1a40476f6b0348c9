namespace Eds.Functions;

public sealed record MeBody(MePersonBody Person, IReadOnlyList<MyTaxpayerBody> Taxpayers);

public sealed record MePersonBody(string Name, string PersonalCode)
{
    public override string ToString() => "[redacted]";
}

public sealed record MyTaxpayerBody(string TaxpayerId, string Name, string RegistrationNumber, TaxpayerKind Kind, RightsBody Rights)
{
    public override string ToString() => "[redacted]";
}

public sealed record RightsBody(bool RightsManager, bool TaxiApiConfiguration);

/// <summary>Who signed in, and for which taxpayers he may act; nobody's user gets an empty list.</summary>
public sealed class GetMe(AccessControl access, Membership membership)
{
    [Function(nameof(GetMe))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me")] HttpRequest request, CancellationToken cancellation) =>
        access.PersonAsync(request, async person =>
        {
            var taxpayers = await membership.ListAsync(person, cancellation);
            return TypedResults.Json(
                new MeBody(
                    new MePersonBody(person.Name, person.Code.Display),
                    [.. taxpayers.Select(t => new MyTaxpayerBody(
                        t.TaxpayerId, t.Name, t.RegistrationNumber, t.Kind, new RightsBody(t.Rights.RightsManager, t.Rights.TaxiApiConfiguration)))]),
                Json.Contract.MeBody);
        });
}
