using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using OpenIddict.Abstractions;

namespace Eds.LocalHost;

/// <summary>The page that asks whom to be, SignInPage.html. Latvian first, English beneath; it works without JavaScript.</summary>
internal static partial class SignInPage
{
    private const string CodeField = "personal_code";
    private const string NameField = "name";
    private const string OperatorField = "operator";

    // HTML's own characters are escaped, Latvian letters are not.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string Template =
        new StreamReader(typeof(SignInPage).Assembly.GetManifestResourceStream("SignInPage.html")!).ReadToEnd();


    private static readonly string StyleHash =
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Template.Split("<style>")[1].Split("</style>")[0])));

    /// <summary>Who was pressed (a demo person: the code alone) or typed. Null: nobody yet, or somebody who cannot be.</summary>
    public static SignedIn? Read(OpenIddictRequest form)
    {
        var person = new SignedIn
        {
            PersonalCode = ((string?)form[CodeField])?.Trim() ?? "",
            Name = ((string?)form[NameField])?.Trim(),
            Roles = form[NameField] is null ? null : form[OperatorField] is null ? [] : ["Operator"],
        };
        return person.IsWellFormed() && (person.Name is null || NameRule.TryNormalize(person.Name, out _)) ? person : null;
    }

    public static Task WriteAsync(HttpResponse response, OpenIddictRequest request)
    {
        response.StatusCode = IsWrong(request) ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";

        // Browsers hold form-action against the redirect that answers the form, too.
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {new Uri(request.RedirectUri!).GetLeftPart(UriPartial.Authority)}";
        return response.WriteAsync(Slot().Replace(Template, slot => Fill(slot.Groups[1].Value, request)));
    }

    private static string Fill(string slot, OpenIddictRequest request) => slot switch
    {
        "request" => string.Join('\n', request.GetParameters()
            .Where(parameter => parameter.Key is not (CodeField or NameField or OperatorField))
            .Select(parameter =>
                $"""<input type="hidden" name="{Html.Encode(parameter.Key)}" value="{Html.Encode((string?)parameter.Value ?? "")}">""")),
        "people" => string.Join('\n', DemoData.People.Select(demo =>
            $"""
            <li><button name="{CodeField}" value="{demo.Person.Code.Display}"><strong>{Html.Encode(demo.Person.Name)}</strong>
            {Html.Encode(demo.Latvian)} <span lang="en">{Html.Encode(demo.English)}</span></button></li>
            """)),
        "code" => Html.Encode((string?)request[CodeField] ?? ""),
        "name" => Html.Encode((string?)request[NameField] ?? ""),
        "checked" => request[OperatorField] is null ? "" : "checked",
        "hidden" => IsWrong(request) ? "" : "hidden",
        "invalid" => IsWrong(request) ? "aria-invalid=\"true\" aria-describedby=\"wrong\"" : "",
        _ => throw new InvalidOperationException($"SignInPage.html has an unknown slot {slot}."),
    };

    private static bool IsWrong(OpenIddictRequest request) => request[CodeField] is not null;

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Slot();
}
