using System.Security.Cryptography;
using Eds.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Eds.LocalHost;

/// <summary>
/// Stands in for the state sign-in: an OpenID Connect provider under /dev/oidc that lets one choose whom to be. Authorization code with
/// PKCE, one public client (<see cref="PortalClient"/>), nothing stored: a code carries all it stands for, encrypted.
/// </summary>
internal static class SignIn
{
    /// <summary>/dev/oidc</summary>
    public const string Root = "/dev/oidc";

    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    /// <param name="address">http://127.0.0.1:7071/</param>
    /// <param name="audience">Of access tokens. ID tokens name the client instead, so no function takes them.</param>
    public static void AddSignIn(this IServiceCollection services, Uri address, Uri issuer, string audience, string personalCodeClaim)
    {
        services.AddSingleton<SignInKey>();
        services.AddSingleton<UsedCodes>();
        services.AddSingleton(new PortalClient(address));
        services.AddSingleton(provider => new ScriptTokens(
            issuer, audience, personalCodeClaim, provider.GetRequiredService<SignInKey>(), provider.GetRequiredService<TimeProvider>()));
        services.AddOptions<OpenIddictServerOptions>()
            .Configure<SignInKey>((options, key) => options.SigningCredentials.Add(key.Credentials));
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().DisableAccessTokenEncryption().SetIssuer(issuer);
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile).RegisterClaims(Claims.Subject, Claims.Name);
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.SetAccessTokenLifetime(TokenLifetime);

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
                options.ResponseModes.IntersectWith([ResponseModes.Query, ResponseModes.Fragment]);
                options.PromptValues.IntersectWith([PromptValues.Login, PromptValues.None]);
                options.ClientAuthenticationMethods.Clear();
                options.ClientAuthenticationMethods.Add(ClientAuthenticationMethods.None);
            });
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseSingletonHandler<ClientChecks>());
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<ClientChecks>());
            server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseSingletonHandler<ClientChecks>());
            server.AddEventHandler<HandleAuthorizationRequestContext>(
                handler => handler.UseSingletonHandler(new Authorization(audience, personalCodeClaim)));
            server.AddEventHandler<HandleEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                context.SignOut(); // there is no session: this answers with the way back
                return default;
            }));
        });
        FunctionServices.RemoveDataProtectionStart(services);
    }

    /// <summary>OpenIddict answers from within the authentication middleware. Nothing but the sign-in passes through it: see decisions/0001.</summary>
    public static void UseSignIn(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root), provider => provider.UseAuthentication());
}
