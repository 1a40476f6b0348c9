namespace Eds.Functions;

public sealed record ChangeRightsBody(bool? RightsManager, bool? TaxiApiConfiguration);

/// <summary>Lietotāja tiesības sistēmā: ticks and unticks, on one's own row too.</summary>
public sealed class ChangeRights(AccessControl access, Users users)
{
    [Function(nameof(ChangeRights))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/taxpayers/{taxpayerId}/users/{userId}/rights")] HttpRequest request,
        string taxpayerId,
        string userId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager], async caller =>
        {
            if (InputRules.IfMatch(request) is not { } ifMatch)
            {
                return Problems.IfMatchRequired();
            }

            var (body, refusal) = await Body.ReadJsonAsync(request, Json.Contract.ChangeRightsBody, cancellation);
            if (body is null)
            {
                return refusal!;
            }

            var rules = new InputRules();
            var rights = new Rights(rules.Flag(body.RightsManager, "/rightsManager"), rules.Flag(body.TaxiApiConfiguration, "/taxiApiConfiguration"));
            if (rules.Broken)
            {
                return rules.Refusal;
            }

            var (change, user) = await users.ChangeRightsAsync(caller, userId, rights, ifMatch, cancellation);
            return user is not null ? TypedResults.Json(UserBody.From(user, caller), Json.Contract.UserBody) : UserAnswers.Refuse(change);
        }, cancellation);
}
