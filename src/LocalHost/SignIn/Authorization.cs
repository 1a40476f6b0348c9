using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
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
/// </remarks>
internal sealed class Authorization(string audience, string personalCodeClaim) : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    /// <summary>A claim of the code alone; it reaches no token.</summary>
    public const string CodeId = "code_id";

    public ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var request = context.Transaction.GetHttpRequest()!;
        if (context.Request.HasPromptValue(PromptValues.None))
        {
            context.Reject(Errors.LoginRequired, "Nobody is signed in here: the page must be shown.");
            return default;
        }

        if (HttpMethods.IsPost(request.Method) && SignInPage.Read(context.Request) is { } person)
        {
            context.SignIn(PrincipalOf(person, context.Request));
            return default;
        }

        context.HandleRequest();
        return new ValueTask(SignInPage.WriteAsync(request.HttpContext.Response, context.Request));
    }

    private ClaimsPrincipal PrincipalOf(SignedIn person, OpenIddictRequest request)
    {
        var identity = person.ToIdentity(personalCodeClaim)
            .SetClaim(CodeId, Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)))
            .SetScopes(request.GetScopes())
            .SetResources(audience)
            .SetDestinations(claim =>
                claim.Type is CodeId ? []
                : claim.Type is Claims.Name ? [Destinations.AccessToken, Destinations.IdentityToken]
                : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
