using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Eds.LocalHost;

/// <summary>
/// GET shows the sign-in page, every time: there is no session, as one wants to change from person to person. The page posts the same
/// request with a person, which sends the browser back with a code.
/// </summary>
/// <remarks>
/// A page of another site could post that too, without a click. It gains nothing: the code goes to the portal's own address (a frame
/// may not show it on the way), and the portal drops an answer whose state it did not make and has no verifier for the code.
/// Foreign Host headers are refused before, in <see cref="LocalOnly"/>.
/// </remarks>
internal sealed class Authorization(string audience, string personalCodeClaim) : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    /// <summary>A claim of the code alone; it reaches no token.</summary>
    public const string CodeId = "code_id";

    public ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        if (context.Request.HasPromptValue(PromptValues.None))
        {
            context.Reject(Errors.LoginRequired, "Nobody is signed in here: the page must be shown.");
            return default;
        }

        var request = context.Transaction.GetHttpRequest()!;
        var choice = HttpMethods.IsPost(request.Method) ? Choice.Of(context.Request) : Choice.None;
        if (choice.Person is { } person)
        {
            context.SignIn(PrincipalOf(person, context.Request));
            return default;
        }

        context.HandleRequest();
        return new ValueTask(SignInPage.WriteAsync(request.HttpContext.Response, context.Request, choice));
    }

    private ClaimsPrincipal PrincipalOf(SignedIn person, OpenIddictRequest request)
    {
        var identity = new ClaimsIdentity("development", Claims.Name, "roles");
        foreach (var (type, value) in person.Claims(personalCodeClaim))
        {
            identity.AddClaim(value is string text
                ? new Claim(type, text)
                : new Claim(type, JsonSerializer.Serialize(value), JsonClaimValueTypes.JsonArray));
        }

        identity.SetClaim(CodeId, Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)));
        identity.SetScopes(request.GetScopes());
        identity.SetResources(audience);
        identity.SetDestinations(claim =>
            claim.Type is CodeId ? []
            : claim.Type is Claims.Name ? [Destinations.AccessToken, Destinations.IdentityToken]
            : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
