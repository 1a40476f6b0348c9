namespace Eds.Functions;

public sealed record RenameSecretBody(string? Name);

/// <summary>Names a secret, or with null takes its name away. Names are unique per taxpayer, whatever their case and diacritics.</summary>
public sealed class RenameSecret(AccessControl access, SecretSettings settings)
{
    [Function(nameof(RenameSecret))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}")]
        HttpRequest request,
        string taxpayerId,
        string secretId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        if (InputRules.IfMatch(request) is not { } ifMatch)
        {
            return Problems.IfMatchRequired();
        }

        var (body, unreadable) = await RequestBody.ReadJsonAsync<RenameSecretBody>(request, cancellation);
        if (body is null)
        {
            return unreadable!;
        }

        var rules = new InputRules();
        var name = body.Name is null ? null : rules.Name(body.Name, "/name");
        if (rules.HasErrors)
        {
            return rules.Refusal;
        }

        var (change, secret) = await settings.RenameAsync(caller, secretId, name, ifMatch);
        return secret is null ? Problems.For(change) : Json.Answer(secret);
    }
}
