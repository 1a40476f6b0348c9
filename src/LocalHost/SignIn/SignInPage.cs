using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Eds.LocalHost;

/// <summary>The page that asks whom to be. Latvian first, English beneath; it works without JavaScript.</summary>
internal static class SignInPage
{
    private const string CodeField = "personal_code";
    private const string NameField = "name";
    private const string OperatorField = "operator";

    private const string Style =
        """
        :root { color-scheme: light dark; }
        * { box-sizing: border-box; }
        body { max-width: 42rem; margin: auto; padding: 1rem; font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1, h2 { margin: 2rem 0 .5rem; }
        [lang=en] { display: block; color: light-dark(#57606a, #a9b1ba); font-size: .9rem; font-weight: normal; }
        button, input:not([type=checkbox]) { width: 100%; padding: .7rem; border: 1px solid #7d8590; border-radius: .5rem; font: inherit; }
        button { cursor: pointer; margin: .25rem 0; background: none; color: inherit; text-align: left; }
        button strong, label { display: block; margin-top: .25rem; }
        .wrong { color: light-dark(#a40e26, #ff9ca6); }
        """;

    // HTML's own characters are escaped, Latvian letters are not.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <summary>Who was pressed (a demo person: the code alone) or typed. Null: nobody yet, or somebody who cannot be.</summary>
    public static SignedIn? Read(OpenIddictRequest form)
    {
        var (code, name) = (((string?)form[CodeField])?.Trim() ?? "", ((string?)form[NameField])?.Trim());
        var person = new SignedIn(code, name, name is null ? null : form[OperatorField] is null ? [] : ["Operator"]);
        return person.IsWellFormed() && (name is null || NameRule.TryNormalize(name, out _)) ? person : null;
    }

    public static Task WriteAsync(HttpResponse response, OpenIddictRequest request)
    {
        var isWrong = request[CodeField] is not null;
        var invalid = isWrong ? "aria-invalid=\"true\" aria-describedby=\"wrong\"" : "";
        response.StatusCode = isWrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";

        // Browsers hold form-action against the redirect that answers the form, too.
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {new Uri(request.RedirectUri!).GetLeftPart(UriPartial.Authority)}";
        return response.WriteAsync(Page(request, invalid, hidden: isWrong ? "" : "hidden"));
    }

    private static string Page(OpenIddictRequest request, string invalid, string hidden)
    {
        var form = $"""<form method="post" action="{SignIn.Root}/authorize">""" + string.Concat(request.GetParameters()
            .Where(parameter => parameter.Key is not (CodeField or NameField or OperatorField))
            .Select(parameter => $"""<input type="hidden" name="{Html.Encode(parameter.Key)}" value="{Encode(parameter.Key)}">"""));
        return
            $$"""
            <!doctype html>
            <html lang="lv">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Pieslēgšanās izmēģinājumam – EDS</title>
            <link rel="icon" href="/favicon.svg">
            <style>{{Style}}</style>
            <main>
            <h1>Kas jūs būsiet? <span lang="en">Who will you be?</span></h1>
            <p>Šī pieslēgšanās ir tikai izmēģinājumam šajā datorā: visas personas ir izdomātas. Īstajā vidē to aizstāj
            valsts pieslēgšanās. <span lang="en">This sign-in is for trying things on this machine only: all people are made up. In
            production it is replaced by that of the state.</span></p>
            {{form}}
            {{string.Concat(DemoData.People.Select(Button))}}
            </form>
            <h2>Cita persona <span lang="en">Someone else</span></h2>
            {{form}}
            <p class="wrong" id="wrong" role="alert" {{hidden}}>Vajadzīgs personas kods (11 cipari, piemēram, 030303-10012) un vārds,
            ne garāks par 100 rakstzīmēm. <span lang="en">A personal code (11 digits, such as 030303-10012) and a name of at most 100
            letters are needed.</span></p>
            <label for="code">Personas kods <span lang="en">Personal code</span></label>
            <input id="code" name="{{CodeField}}" value="{{Encode(CodeField)}}" placeholder="030303-10012" required
              pattern="[0-9]{6}-?[0-9]{5}" maxlength="12" inputmode="numeric" autocomplete="off" {{invalid}}>
            <label for="name">Vārds, uzvārds <span lang="en">Name</span></label>
            <input id="name" name="{{NameField}}" value="{{Encode(NameField)}}" required maxlength="100" autocomplete="off" {{invalid}}>
            <label><input type="checkbox" name="{{OperatorField}}" value="yes" {{(request[OperatorField] is null ? "" : "checked")}}>
            Operatora loma: drīkst reģistrēt nodokļu maksātājus <span lang="en">Operator role: may enrol taxpayers</span></label>
            <button><strong>Pieslēgties <span lang="en">Sign in</span></strong></button>
            </form>
            </main>
            """;

        string Encode(string parameter) => Html.Encode((string?)request[parameter] ?? "");
    }

    private static string Button(DemoPerson demo) =>
        $"""
        <button name="{CodeField}" value="{demo.Person.Code.Display}"><strong>{Html.Encode(demo.Person.Name)}</strong>
        {Html.Encode(demo.Latvian)} <span lang="en">{Html.Encode(demo.English)}</span></button>
        """;
}
