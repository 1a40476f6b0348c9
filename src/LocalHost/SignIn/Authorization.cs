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
/// GET shows the sign-in page, every time, as one wants to change from person to person. The page posts the same request with a person,
/// which sends the browser back with a code.
/// </summary>
// A page of another site could post that too. It gains nothing: the code goes to the portal, which drops an answer it did not ask for.
internal sealed class Authorization(IConfiguration settings) : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public const string CodeId = "code_id"; // a claim of the code alone

    public ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var request = context.Transaction.GetHttpRequest()!;
        if (context.Request.HasPromptValue(PromptValues.None))
        {
            context.Reject(Errors.LoginRequired, "Nobody is signed in here: the page must be shown.");
        }
        else if (HttpMethods.IsPost(request.Method) && SignInPage.Read(context.Request) is { } person)
        {
            context.SignIn(PrincipalOf(person, context.Request));
        }
        else
        {
            context.HandleRequest();
            return new ValueTask(SignInPage.WriteAsync(request.HttpContext.Response, context.Request));
        }

        return default;
    }

    private ClaimsPrincipal PrincipalOf(SignedIn person, OpenIddictRequest request)
    {
        var identity = person.ToIdentity(settings)
            .SetClaim(CodeId, Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)))
            .SetScopes(request.GetScopes())
            .SetResources(settings["Portal:Audience"]!)
            .SetDestinations(claim =>
                claim.Type is CodeId ? []
                : claim.Type is Claims.Name ? [Destinations.AccessToken, Destinations.IdentityToken]
                : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
