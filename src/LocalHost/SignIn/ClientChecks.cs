using System.Collections.Concurrent;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Eds.LocalHost;

/// <summary>
/// What OpenIddict leaves to its owner without stores: who the client is (the portal, here or on Vite's development server), where it may
/// be sent, and that a code is used once. OpenIddict itself binds code, redirect_uri and verifier.
/// </summary>
internal static class ClientChecks
{
    public const string ClientId = "eds-portal-web";

    public static void AddClientChecks(this OpenIddictServerBuilder server, Uri address)
    {
        var usedCodes = new ConcurrentDictionary<string, bool>();
        string[] origins =
            [$"http://127.0.0.1:{address.Port}", $"http://localhost:{address.Port}", "http://127.0.0.1:5173", "http://localhost:5173"];
        Require<ValidateAuthorizationRequestContext>(
            request => request.ClientId == ClientId && origins.Any(origin => request.RedirectUri == $"{origin}/signed-in"),
            $"The client_id is {ClientId}, and the redirect_uri /signed-in at the portal's own address.");
        Require<ValidateTokenRequestContext>(
            request => request.ClientId == ClientId && string.IsNullOrEmpty(request.ClientSecret)
                && usedCodes.TryAdd(request.AuthorizationCodePrincipal!.GetClaim(Authorization.CodeId)!, true),
            $"The client_id is {ClientId}, without a secret, and a code is used once.");
        Require<ValidateEndSessionRequestContext>(
            request => request.PostLogoutRedirectUri is not { } target || origins.Any(origin => target == $"{origin}/"),
            "The post_logout_redirect_uri is / at the portal's own address.");

        void Require<T>(Func<T, bool> holds, string otherwise)
            where T : BaseValidatingContext => server.AddEventHandler<T>(handler => handler.UseInlineHandler(request =>
        {
            if (!holds(request))
            {
                request.Reject(request is ValidateTokenRequestContext ? Errors.InvalidGrant : Errors.InvalidRequest, otherwise);
            }

            return default;
        }));
    }
}
