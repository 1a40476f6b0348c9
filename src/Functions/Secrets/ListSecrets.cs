namespace Eds.Functions;

public sealed record SecretsBody(IReadOnlyList<SecretSummary> Secrets);

/// <summary>The taxpayer's secrets: never the secrets themselves, nor anything made from them.</summary>
public sealed class ListSecrets(AccessControl access, Fleet fleet)
{
    [Function(nameof(ListSecrets))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/secrets")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        return Json.Answer(new SecretsBody(await fleet.ListSecretsAsync(taxpayerId, cancellation)));
    }
}
