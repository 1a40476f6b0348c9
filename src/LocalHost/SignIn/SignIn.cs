using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Eds.LocalHost;

/// <summary>Stands in for the state sign-in: an OpenID Connect provider (authorization code with PKCE) that stores nothing.</summary>
internal static class SignIn
{
    public const string Root = "/dev/oidc";

    public static void AddSignIn(this IServiceCollection services, Uri address)
    {
        services.AddSingleton<ScriptTokens>();
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
            server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseSingletonHandler<Authorization>());
            server.AddEventHandler<HandleEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                context.SignOut(); // there is no session: this answers with the way back
                return default;
            }));
        });
        FunctionServices.RemoveDataProtectionStart(services);
    }

    // OpenIddict answers from within the authentication middleware. Nothing else passes through it.
    public static void UseSignIn(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root), provider => provider.UseAuthentication());
}
