namespace Eds.Functions;

/// <summary>Ends the old secret of a running rotation now.</summary>
public sealed class CompleteRotation(AccessControl access, SecretRotation rotation)
{
    [Function(nameof(CompleteRotation))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation/completion")]
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

        return await rotation.CompleteAsync(caller, secretId) ? TypedResults.NoContent() : Problems.NotFound();
    }
}
