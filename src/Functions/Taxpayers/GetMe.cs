namespace Eds.Functions;

public sealed record MeBody(MePersonBody Person, IReadOnlyList<TaxpayerMembership> Taxpayers);

public sealed record MePersonBody(string Name, string PersonalCode) : Redacted;

/// <summary>The signed-in person, and the taxpayers to act for: an empty list for nobody's user.</summary>
public sealed class GetMe(AccessControl access, Membership membership)
{
    [Function(nameof(GetMe))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me")] HttpRequest request, CancellationToken cancellation)
    {
        var (person, refusal) = await access.PersonAsync(request);
        if (person is null)
        {
            return refusal!;
        }

        var taxpayers = await membership.ListAsync(person, cancellation);
        return Json.Answer(new MeBody(new MePersonBody(person.Name, person.Code.Display), taxpayers));
    }
}
