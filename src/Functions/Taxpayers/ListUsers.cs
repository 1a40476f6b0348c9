namespace Eds.Functions;

public sealed record UsersBody(IReadOnlyList<UserBody> Users);

/// <param name="PersonalCode">Masked: 030303-1****.</param>
/// <param name="ETag">To be sent back as If-Match, verbatim.</param>
public sealed record UserBody(
    string UserId, string Name, string PersonalCode, bool IsSelf, Rights Rights, [property: JsonPropertyName("etag")] string ETag)
{
    internal static UserBody From(User user, Caller caller) =>
        new(user.UserId, user.Name, user.Code.Masked, user.UserId == caller.User.UserId, user.Rights, user.ETag);
}

/// <summary>Lietotāji un to tiesības. Any user of the taxpayer may read it; the caller's own row is marked.</summary>
public sealed class ListUsers(AccessControl access, Users users)
{
    [Function(nameof(ListUsers))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/users")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.UserAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var all = await users.ListAsync(taxpayerId, cancellation);
        return Json.Answer(new UsersBody([.. all.Select(user => UserBody.From(user, caller))]));
    }
}
