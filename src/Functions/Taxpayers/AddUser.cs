namespace Eds.Functions;

/// <summary>Adds a user, who starts without rights.</summary>
public sealed class AddUser(AccessControl access, Users users)
{
    [Function(nameof(AddUser))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/users")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager], async caller =>
        {
            var (body, refusal) = await Body.ReadJsonAsync(request, Json.Contract.PersonBody, cancellation);
            if (body is null)
            {
                return refusal!;
            }

            var rules = new InputRules();
            var person = new Person(rules.PersonalCode(body.PersonalCode, "/personalCode"), rules.Name(body.Name, "/name"));
            if (rules.Broken)
            {
                return rules.Refusal;
            }

            var (change, user) = await users.AddAsync(caller, person, cancellation);
            return user is not null
                ? TypedResults.Json(UserBody.From(user, caller), Json.Contract.UserBody, statusCode: 201)
                : UserAnswers.Refuse(change);
        }, cancellation);
}
