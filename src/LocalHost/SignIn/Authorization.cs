using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;

namespace Eds.LocalHost;

/// <summary>
/// GET shows the sign-in page, every time, as one wants to change from person to person. The page posts the same request with a person,
/// which sends the browser back with a code.
/// </summary>
// A page of another site could post that too. It gains nothing: the code goes to the portal, which drops an answer it did not ask for.
internal sealed class Authorization(IConfiguration settings) : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public const string CodeId = "code_id"; // a claim of the code alone

    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!;
        if (context.Request.HasPromptValue(PromptValues.None))
        {
            context.Reject(Errors.LoginRequired, "Nobody is signed in here: the page must be shown.");
            return;
        }

        if (HttpMethods.IsPost(http.Method) && SignInPage.Read(context.Request) is { } person)
        {
            context.SignIn(new ClaimsPrincipal(person.ToIdentity(settings)
                .SetClaim(CodeId, Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)))
                .SetScopes(context.Request.GetScopes())
                .SetResources(settings["Portal:Audience"]!)
                .SetDestinations(claim => claim.Type switch
                {
                    CodeId => [],
                    Claims.Name => [Destinations.AccessToken, Destinations.IdentityToken],
                    _ => [Destinations.AccessToken],
                })));
            return;
        }

        context.HandleRequest();
        await SignInPage.WriteAsync(http.HttpContext.Response, context.Request);
    }
}
