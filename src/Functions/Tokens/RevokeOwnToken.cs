namespace Eds.Functions;

/// <summary>A device signs out: revokes the token that it presents.</summary>
public sealed class RevokeOwnToken(AccessControl access, Revocation revocation)
{
    [Function(nameof(RevokeOwnToken))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/taxi/auth")] HttpRequest request, CancellationToken cancellation)
    {
        var (device, refusal) = await access.DeviceAsync(request, cancellation);
        if (device is null)
        {
            return refusal!;
        }

        await revocation.RevokeAsync(device.Token, CancellationToken.None);
        return TypedResults.NoContent();
    }
}
