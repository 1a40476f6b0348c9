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

        var (body, unreadable) = await RequestBody.ReadJsonAsync<PersonBody>(request, cancellation);
        if (body is null)
        {
            return unreadable!;
        }

        var rules = new InputRules();
        var person = new Person(rules.PersonalCode(body.PersonalCode, "/personalCode"), rules.Name(body.Name, "/name"));
        if (rules.HasErrors)
        {
            return rules.Refusal;
        }

        var (change, user) = await users.AddAsync(caller, person, cancellation);
        return user is null ? Problems.For(change) : Json.Answer(UserBody.From(user, caller), 201);
    }
}
