using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore;

namespace Eds.LocalHost;

/// <summary>Stands in for the state sign-in: an OpenID Connect provider (authorization code with PKCE) that stores nothing.</summary>
internal static class SignIn
{
    public const string Root = "/dev/oidc";
    public const string ClientId = "eds-portal-web";
    private const string CodeId = "code_id"; // a claim of the code alone

    public static void AddSignIn(this IServiceCollection services, Uri address)
    {
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().DisableAccessTokenEncryption().SetIssuer(new Uri(address, Root));
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile).RegisterClaims(Claims.Subject, Claims.Name);
            // An RSA key for encryption, as OpenIddict makes one by itself, takes a second.
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
                .AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);

            // All of them: OpenIddict's own defaults lie at the root, where our /.well-known is.
            server.SetConfigurationEndpointUris($"{Root}/.well-known/openid-configuration")
                .SetJsonWebKeySetEndpointUris($"{Root}/jwks")
                .SetAuthorizationEndpointUris($"{Root}/authorize")
                .SetTokenEndpointUris($"{Root}/token")
                .SetEndSessionEndpointUris($"{Root}/end-session");
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.Configure(options =>
            {
                options.CodeChallengeMethods.IntersectWith([CodeChallengeMethods.Sha256]);
                options.ClientAuthenticationMethods.Clear();
                options.ClientAuthenticationMethods.Add(ClientAuthenticationMethods.None);
            });
            server.AddClientChecks(address);
            server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(AuthorizeAsync));
            server.AddEventHandler<HandleEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                context.SignOut(); // there is no session: this answers with the way back
                return default;
            }));
        });
        FunctionServices.RemoveDataProtectionStart(services);
    }

    /// <summary>
    /// What OpenIddict leaves to its owner without stores: who the client is (the portal, here or on Vite's development server), where it
    /// may be sent, and that a code is used once. OpenIddict itself binds code, redirect_uri and verifier.
    /// </summary>
    private static void AddClientChecks(this OpenIddictServerBuilder server, Uri address)
    {
        var usedCodes = new ConcurrentDictionary<string, bool>();
        string[] origins =
            [$"http://127.0.0.1:{address.Port}", $"http://localhost:{address.Port}", "http://127.0.0.1:5173", "http://localhost:5173"];
        Require<ValidateAuthorizationRequestContext>(
            request => request.ClientId == ClientId && origins.Any(origin => request.RedirectUri == $"{origin}/signed-in"),
            $"The client_id is {ClientId}, and the redirect_uri /signed-in at the portal's own address.");
        Require<ValidateTokenRequestContext>(
            request => request.ClientId == ClientId && string.IsNullOrEmpty(request.ClientSecret)
                && usedCodes.TryAdd(request.AuthorizationCodePrincipal!.GetClaim(CodeId)!, true),
            $"The client_id is {ClientId}, without a secret, and a code is used once.",
            Errors.InvalidGrant);
        Require<ValidateEndSessionRequestContext>(
            request => request.PostLogoutRedirectUri is not { } target || origins.Any(origin => target == $"{origin}/"),
            "The post_logout_redirect_uri is / at the portal's own address.");

        void Require<T>(Func<T, bool> holds, string otherwise, string error = Errors.InvalidRequest)
            where T : BaseValidatingContext => server.AddEventHandler<T>(handler => handler.UseInlineHandler(request =>
        {
            if (!holds(request))
            {
                request.Reject(error, otherwise);
            }

            return default;
        }));
    }

    /// <summary>
    /// GET shows the sign-in page, every time. The page posts the same request with a person, which sends the browser back with a code.
    /// </summary>
    // A page of another site could post that too. It gains nothing: the code goes to the portal, which drops an answer it did not ask for.
    private static async ValueTask AuthorizeAsync(HandleAuthorizationRequestContext context)
    {
        var (request, http) = (context.Request, context.Transaction.GetHttpRequest()!.HttpContext);
        if (request.HasPromptValue(PromptValues.None))
        {
            context.Reject(Errors.LoginRequired, "Nobody is signed in here: the page must be shown.");
        }
        else if (HttpMethods.IsPost(http.Request.Method) && SignInPage.Read(request) is { } person)
        {
            var settings = http.RequestServices.GetRequiredService<IConfiguration>();
            context.SignIn(new ClaimsPrincipal(person.ToIdentity(settings)
                .SetClaim(CodeId, Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)))
                .SetScopes(request.GetScopes())
                .SetResources(settings["Portal:Audience"]!)
                .SetDestinations(claim => claim.Type switch
                {
                    CodeId => [],
                    Claims.Name => [Destinations.AccessToken, Destinations.IdentityToken],
                    _ => [Destinations.AccessToken],
                })));
        }
        else
        {
            context.HandleRequest();
            await SignInPage.WriteAsync(http.Response, request);
        }
    }
}
