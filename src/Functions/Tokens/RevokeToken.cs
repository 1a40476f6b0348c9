namespace Eds.Functions;

/// <summary>RFC 7009: a client ends one of its own tokens. Any other token gets the same answer and stays as it is (§2.2).</summary>
public sealed class RevokeToken(AccessControl access, Revocation revocation)
{
    [Function(nameof(RevokeToken))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/revoke")] HttpRequest request, CancellationToken cancellation)
    {
        var (form, unreadable) = await OAuthForm.ReadAsync(request, cancellation);
        if (form is null)
        {
            return unreadable!;
        }

        if (form.Value("token")?.Trim() is not { } token)
        {
            return OAuthError.TokenMissing();
        }

        var (client, refusal) = await access.ClientAsync(request, form);
        if (client is null)
        {
            return refusal!;
        }

        await revocation.RevokeAsync(client, token, CancellationToken.None);
        return TypedResults.Ok();
    }
}
