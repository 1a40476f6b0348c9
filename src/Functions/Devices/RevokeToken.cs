namespace Eds.Functions;

/// <summary>RFC 7009: a client ends one of its own tokens. Any other token gets the same answer and stays as it is (§2.2).</summary>
public sealed class RevokeToken(ClientAuthentication authentication, Revocation revocation, EdsOptions options)
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

        var (credentials, refusal) = ClientCredentials.Read(request, form);
        if (credentials is null)
        {
            return refusal!;
        }

        var result = await authentication.AuthenticateAsync(
            credentials.ClientId, credentials.ClientSecrets, CallerAddress.Of(request, options));
        if (result is not AuthenticationResult.Authenticated { Client: var client })
        {
            return OAuthError.For(result);
        }

        await revocation.RevokeAsync(client, token, CancellationToken.None);
        return TypedResults.Ok();
    }
}
