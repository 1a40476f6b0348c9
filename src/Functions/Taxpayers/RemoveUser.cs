namespace Eds.Functions;

/// <summary>Removes a user with all rights.</summary>
public sealed class RemoveUser(AccessControl access, Users users)
{
    [Function(nameof(RemoveUser))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/taxpayers/{taxpayerId}/users/{userId}")] HttpRequest request,
        string taxpayerId,
        string userId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.RightsManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var outcome = await users.RemoveAsync(caller, userId, cancellation);
        return outcome is ChangeOutcome.Made ? TypedResults.NoContent() : Problems.For(outcome);
    }
}
