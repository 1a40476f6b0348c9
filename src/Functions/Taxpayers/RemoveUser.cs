namespace Eds.Functions;

/// <summary>Removes a user and so all he may do here.</summary>
public sealed class RemoveUser(AccessControl access, Users users)
{
    [Function(nameof(RemoveUser))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/taxpayers/{taxpayerId}/users/{userId}")] HttpRequest request,
        string taxpayerId,
        string userId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager], async caller =>
            await users.RemoveAsync(caller, userId, cancellation) is var change && change is UserChange.Made
                ? TypedResults.NoContent()
                : UserAnswers.Refuse(change), cancellation);
}
