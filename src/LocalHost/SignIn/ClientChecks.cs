using System.Collections.Concurrent;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Eds.LocalHost;

/// <summary>
/// What OpenIddict leaves to its owner without stores: who the client is (the portal, public, at this host's address or on Vite's
/// development server), where it may be sent, and that a code is used once. OpenIddict has checked that the code is this client's, was sent
/// to this redirect_uri and comes with its verifier.
/// </summary>
internal sealed class ClientChecks(Uri address) :
    IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateTokenRequestContext>,
    IOpenIddictServerHandler<ValidateEndSessionRequestContext>
{
    public const string ClientId = "eds-portal-web";

    private readonly ConcurrentDictionary<string, bool> _usedCodes = new();

    private readonly string[] _origins =
        [$"http://127.0.0.1:{address.Port}", $"http://localhost:{address.Port}", "http://127.0.0.1:5173", "http://localhost:5173"];

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != ClientId || !IsOurs(context.RedirectUri, "/signed-in"))
        {
            context.Reject(Errors.InvalidRequest, $"The client_id is {ClientId}, the redirect_uri is /signed-in at the portal's own address.");
        }

        return default;
    }

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.ClientId != ClientId || !string.IsNullOrEmpty(context.ClientSecret))
        {
            context.Reject(Errors.InvalidClient, $"The client_id is {ClientId}, without a secret.");
        }
        else if (!_usedCodes.TryAdd(context.AuthorizationCodePrincipal!.GetClaim(Authorization.CodeId)!, true))
        {
            context.Reject(Errors.InvalidGrant, "The code has been used.");
        }

        return default;
    }

    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        if (context.PostLogoutRedirectUri is { } target && !IsOurs(target, "/"))
        {
            context.Reject(Errors.InvalidRequest, "The post_logout_redirect_uri is / at the portal's own address.");
        }

        return default;
    }

    private bool IsOurs(string? target, string path) => _origins.Any(origin => target == origin + path);
}
