using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Eds.LocalHost;

/// <summary>
/// What OpenIddict leaves to its owner without stores: who the client is, where it may be sent, and that a code is used once. That the
/// code is this client's, was sent to this redirect_uri and comes with its verifier, it has checked before.
/// </summary>
internal sealed class ClientChecks(PortalClient client, UsedCodes codes) :
    IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateTokenRequestContext>,
    IOpenIddictServerHandler<ValidateEndSessionRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != PortalClient.Id)
        {
            context.Reject(Errors.InvalidClient, $"The client_id is {PortalClient.Id}.");
        }
        else if (!client.MaySignInAt(context.RedirectUri))
        {
            context.Reject(Errors.InvalidRequest, "The redirect_uri is /signed-in at the portal's own address.");
        }

        return default;
    }

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.ClientId != PortalClient.Id || !string.IsNullOrEmpty(context.ClientSecret))
        {
            context.Reject(Errors.InvalidClient, $"The client_id is {PortalClient.Id}, without a secret.");
        }
        else if (context.AuthorizationCodePrincipal is not { } code
            || !codes.TryUse(code.GetClaim(Authorization.CodeId)!, code.GetExpirationDate()!.Value))
        {
            context.Reject(Errors.InvalidGrant, "The code has been used.");
        }

        return default;
    }

    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        if (context.PostLogoutRedirectUri is { } target && !client.MaySignOutTo(target))
        {
            context.Reject(Errors.InvalidRequest, "The post_logout_redirect_uri is / at the portal's own address.");
        }

        return default;
    }
}
