namespace Eds.Functions;

/// <summary>A device signs out: the token that it shows is revoked.</summary>
public sealed class RevokeOwnToken(AccessControl access, Revocation revocation)
{
    [Function(nameof(RevokeOwnToken))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/taxi/auth")] HttpRequest request, CancellationToken cancellation) =>
        access.DeviceAsync(request, async device =>
        {
            await revocation.RevokeAsync(device.Token, cancellation);
            return TypedResults.NoContent();
        }, cancellation);
}
