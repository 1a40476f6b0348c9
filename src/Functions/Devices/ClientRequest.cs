namespace Eds.Functions;

/// <summary>A form that a client sent and authenticated itself in or beside (RFC 6749 §2.3.1); the refusal is an OAuth error.</summary>
internal sealed record ClientRequest(OAuthForm Form, AuthenticatedClient Client)
{
    /// <param name="check">What else the form must have; null: all is well. Asked before anything that costs work.</param>
    public static async ValueTask<(ClientRequest? Request, IResult? Refusal)> ReadAsync(
        HttpRequest request, ClientAuthentication authentication, Settings settings, Func<OAuthForm, OAuthError?> check, CancellationToken cancellation)
    {
        var (form, formError) = await OAuthForm.ReadAsync(request, cancellation);
        if (form is null)
        {
            return (null, formError);
        }

        var (credentials, credentialsError) = ClientCredentials.Read(request, form);
        if (check(form) is { } error)
        {
            return (null, error);
        }

        if (credentials is null)
        {
            return (null, credentialsError);
        }

        var network = CallerNetwork.Of(request, settings);
        return await authentication.AuthenticateAsync(credentials.ClientId, credentials.ClientSecret, network, cancellation) switch
        {
            AuthenticationResult.Authenticated { Client: var client } => (new ClientRequest(form, client), null),
            AuthenticationResult.Limited { Wait: var wait } => (null, OAuthError.TooManyRequests(wait)),
            _ => (null, OAuthError.InvalidClient()),
        };
    }

    /// <summary>Revocation and introspection need a token.</summary>
    public static OAuthError? TokenIsNeeded(OAuthForm form) =>
        form.Value("token") is null ? OAuthError.InvalidRequest("The parameter token is missing.") : null;
}
