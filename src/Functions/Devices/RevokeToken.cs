namespace Eds.Functions;

/// <summary>RFC 7009: a client ends one of its own tokens. Anything else it names is answered alike and left alone (§2.2).</summary>
public sealed class RevokeToken(AccessControl access, ClientAuthentication authentication, Settings settings, Revocation revocation)
{
    [Function(nameof(RevokeToken))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/revoke")] HttpRequest request, CancellationToken cancellation) =>
        access.TokenEndpointAsync(request, async () =>
        {
            var (from, refusal) = await ClientRequest.ReadAsync(request, authentication, settings, ClientRequest.TokenIsNeeded, cancellation);
            if (from is null)
            {
                return refusal!;
            }

            await revocation.RevokeAsync(from.Client, from.Form.Value("token")!, cancellation);
            return TypedResults.Ok();
        });
}
