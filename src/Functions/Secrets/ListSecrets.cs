namespace Eds.Functions;

public sealed record SecretsBody(IReadOnlyList<SecretSummary> Secrets);

/// <summary>The taxpayer's secrets: never the secrets themselves, nor anything made from them.</summary>
public sealed class ListSecrets(AccessControl access, SecretStore secrets)
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

        return Json.Answer(new SecretsBody(await secrets.ListAsync(taxpayerId, cancellation)));
    }
}
