namespace Eds.Functions;

/// <summary>Adds a user, who starts without rights.</summary>
public sealed class AddUser(AccessControl access, Users users)
{
    [Function(nameof(AddUser))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/users")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.RightsManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var body = await rules.JsonAsync<PersonBody>(request, cancellation);
        var person = new Person(rules.PersonalCode(body?.PersonalCode, "/personalCode"), rules.Name(body?.Name, "/name"));
        return rules.Refusal
            ?? Json.Changed(await users.AddAsync(caller, person, cancellation), user => UserBody.From(user, caller), 201);
    }
}
