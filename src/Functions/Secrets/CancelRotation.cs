namespace Eds.Functions;

/// <summary>Brings the old secret back and drops the new one, while both work.</summary>
public sealed class CancelRotation(AccessControl access, SecretRotation rotation)
{
    [Function(nameof(CancelRotation))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation")]
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

        return await rotation.CancelAsync(caller, secretId) ? TypedResults.NoContent() : Problems.NotFound();
    }
}
