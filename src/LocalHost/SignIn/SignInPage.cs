using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;

namespace Eds.LocalHost;

/// <summary>The page that asks whom to be. Latvian first, English beneath; it works without JavaScript.</summary>
internal static class SignInPage
{
    private const string Style =
        """
        :root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e8eaed); --soft: light-dark(#57606a, #a9b1ba);
          --line: light-dark(#8c959f, #6e7781); --paper: light-dark(#fff, #15181c); --raised: light-dark(#f3f5f7, #20252b);
          --accent: light-dark(#0b57a4, #8ec5ff); --wrong: light-dark(#a40e26, #ff9ca6); }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
        main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
        h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
        [lang=en] { display: block; color: var(--soft); font-size: .9rem; font-weight: normal; }
        ul { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; gap: .5rem; }
        button { font: inherit; color: inherit; cursor: pointer; text-align: left; width: 100%; padding: .7rem 1rem; border-radius: .5rem;
          border: 1px solid var(--line); background: var(--raised); }
        button:hover { border-color: var(--accent); }
        button strong { display: block; color: var(--accent); }
        label { display: block; margin: .8rem 0 .25rem; }
        input:not([type=checkbox]) { font: inherit; color: inherit; background: var(--paper); width: 100%; padding: .6rem .7rem;
          border: 1px solid var(--line); border-radius: .5rem; }
        input[type=checkbox] { width: 1.25rem; height: 1.25rem; flex: none; margin: .1rem .6rem 0 0; }
        label.tick { display: flex; margin: 1rem 0; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .wrong { color: var(--wrong); font-weight: 600; margin: .5rem 0 0; }
        """;

    // HTML's own characters are escaped, Latvian letters are not.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <param name="request">Its redirect_uri is one of the portal's.</param>
    public static Task WriteAsync(HttpResponse response, OpenIddictRequest request, Choice choice)
    {
        response.StatusCode = choice.IsWrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";

        // Browsers hold form-action against the redirect that answers the form, too.
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {new Uri(request.RedirectUri!).GetLeftPart(UriPartial.Authority)}";
        return response.WriteAsync(Page(request, choice), response.HttpContext.RequestAborted);
    }

    private static string Page(OpenIddictRequest request, Choice choice) =>
        $"""
        <!doctype html>
        <html lang="lv">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{(choice.IsWrong ? "Kļūda: " : "")}Pieslēgšanās izmēģinājumam – EDS</title>
        <link rel="icon" href="/favicon.svg">
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>Ar kuru personu pieslēgsieties? <span lang="en">Who will you sign in as?</span></h1>
        <p>Šī ir pieslēgšanās tikai izmēģinājumam šajā datorā: visas personas ir izdomātas. Īstajā vidē šeit ir valsts pieslēgšanās lapa.
        <span lang="en">This sign-in is for trying things on this machine only: all people are made up. In production the state's sign-in page stands here.</span></p>
        <form method="post" action="{SignIn.Root}/authorize">
        {Repeated(request)}
        <ul>
        {string.Join('\n', DemoData.People.Select(Button))}
        </ul>
        </form>
        <h2>Cita persona <span lang="en">Someone else</span></h2>
        <form method="post" action="{SignIn.Root}/authorize">
        {Repeated(request)}
        {(choice.IsWrong ? Wrong : "")}
        <label for="code">Personas kods <span lang="en">Personal code</span></label>
        <input id="code" name="{Choice.CodeField}" value="{Html.Encode(choice.Code)}" placeholder="030303-10012" required pattern="[0-9]{"{6}"}-?[0-9]{"{5}"}" maxlength="12" inputmode="numeric" autocomplete="off"{Marked(choice)}{(choice.IsWrong ? " autofocus" : "")}>
        <label for="name">Vārds, uzvārds <span lang="en">Name</span></label>
        <input id="name" name="{Choice.NameField}" value="{Html.Encode(choice.Name)}" required maxlength="100" autocomplete="off"{Marked(choice)}>
        <label class="tick"><input type="checkbox" name="{Choice.OperatorField}" value="yes"{(choice.Operator ? " checked" : "")}>
        <span>Operatora loma: drīkst reģistrēt nodokļu maksātājus <span lang="en">Operator role: may enrol taxpayers</span></span></label>
        <button><strong>Pieslēgties <span lang="en">Sign in</span></strong></button>
        </form>
        </main>
        </body>
        </html>
        """;

    private const string Wrong =
        """
        <p class="wrong" id="wrong" role="alert">Vajadzīgs personas kods (11 cipari, piemēram, 030303-10012) un vārds, ne garāks par 100 rakstzīmēm.
        <span lang="en">A personal code (11 digits, such as 030303-10012) and a name of at most 100 characters are needed.</span></p>
        """;

    private static string Marked(Choice choice) => choice.IsWrong ? " aria-invalid=\"true\" aria-describedby=\"wrong\"" : "";

    private static string Button(DemoPerson demo) =>
        $"""
        <li><button name="{Choice.PersonField}" value="{demo.Person.Code.Digits}"><strong>{Html.Encode(demo.Person.Name)}</strong>
        {Html.Encode(demo.Latvian)} <span lang="en">{Html.Encode(demo.English)}</span></button></li>
        """;

    /// <summary>The authorization request itself, to be posted together with the choice.</summary>
    private static string Repeated(OpenIddictRequest request) => string.Join('\n', request.GetParameters()
        .Where(parameter => !Choice.IsField(parameter.Key))
        .Select(parameter => $"""<input type="hidden" name="{Html.Encode(parameter.Key)}" value="{Html.Encode((string?)parameter.Value ?? "")}">"""));
}
