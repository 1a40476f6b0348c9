namespace Eds.Functions;

public sealed record UsersBody(IReadOnlyList<UserBody> Users);

/// <param name="PersonalCode">Masked: 030303-1****.</param>
/// <param name="ETag">To be sent back as If-Match, verbatim.</param>
public sealed record UserBody(string UserId, string Name, string PersonalCode, bool IsSelf, RightsBody Rights, [property: JsonPropertyName("etag")] string ETag)
{
    internal static UserBody From(User user, Caller caller) => new(
        user.UserId,
        user.Name,
        user.Code.Masked,
        user.UserId == caller.User.UserId,
        new RightsBody(user.Rights.RightsManager, user.Rights.TaxiApiConfiguration),
        user.ETag);
}

/// <summary>Lietotāji un to tiesības. Any user of the taxpayer may read it; his own row is marked.</summary>
public sealed class ListUsers(AccessControl access, Users users)
{
    [Function(nameof(ListUsers))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/users")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [], async caller =>
        {
            var all = await users.ListAsync(taxpayerId, cancellation);
            return TypedResults.Json(new UsersBody([.. all.Select(user => UserBody.From(user, caller))]), Json.Contract.UsersBody);
        }, cancellation);
}
