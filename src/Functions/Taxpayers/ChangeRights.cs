namespace Eds.Functions;

public sealed record ChangeRightsBody(bool? RightsManager, bool? TaxiApiConfiguration);

/// <summary>Ticks and unticks a user's rights, one's own too.</summary>
public sealed class ChangeRights(AccessControl access, Users users)
{
    [Function(nameof(ChangeRights))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/taxpayers/{taxpayerId}/users/{userId}/rights")] HttpRequest request,
        string taxpayerId,
        string userId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.RightsManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var ifMatch = rules.IfMatch(request);
        var body = await rules.JsonAsync<ChangeRightsBody>(request, cancellation);
        var rights = new Rights(
            rules.Flag(body?.RightsManager, "/rightsManager"), rules.Flag(body?.TaxiApiConfiguration, "/taxiApiConfiguration"));
        return rules.Refusal ?? Json.Changed(
            await users.ChangeRightsAsync(caller, userId, rights, ifMatch, cancellation), user => UserBody.From(user, caller));
    }
}
