namespace Eds.Functions;

/// <summary>Brings the old secret back and drops the new one, while both work.</summary>
public sealed class CancelRotation(AccessControl access, SecretRotation rotation)
{
    [Function(nameof(CancelRotation))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation")] HttpRequest request,
        string taxpayerId,
        string secretId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async caller =>
            await rotation.CancelAsync(caller, secretId, cancellation) ? TypedResults.NoContent() : Problems.NotFound(), cancellation);
}
