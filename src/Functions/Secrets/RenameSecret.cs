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

        var rules = new InputRules();
        var ifMatch = rules.IfMatch(request);
        var body = await rules.JsonAsync<RenameSecretBody>(request, cancellation);
        var name = body?.Name is null ? null : rules.Name(body.Name, "/name");
        return rules.Refusal ?? Json.Changed(await settings.RenameAsync(caller, secretId, name, ifMatch), secret => secret);
    }
}
