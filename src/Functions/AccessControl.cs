using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>
/// Decides who may call a function. Every function's first statement calls it, and gets the caller from it; what an open function
/// may be is spelled out in a test.
/// </summary>
public sealed class AccessControl(ExceptionMiddleware edge, Membership membership, DeviceAuthentication devices, Settings settings, IOptionsMonitor<JwtBearerOptions> signIn)
{
    public const string SignInScheme = "sign-in";

    private const string Bearer = "Bearer ";
    private const string OperatorRole = "Operator";

    /// <summary>Open to all: health, metadata, keys, contract.</summary>
    public Task<IResult> AnyoneAsync(HttpRequest request, Func<Task<IResult>> work) =>
        edge.RunAsync(request, ErrorFormat.Problem, work);

    /// <summary>Open to all, as clients authenticate themselves in the request (RFC 6749 §2.3.1). Errors are OAuth's.</summary>
    public Task<IResult> TokenEndpointAsync(HttpRequest request, Func<Task<IResult>> work) =>
        edge.RunAsync(request, ErrorFormat.OAuth, work);

    /// <summary>As <see cref="TokenEndpointAsync"/>, or an operator by his sign-in token (RFC 7662 §2.1). Errors are OAuth's.</summary>
    /// <param name="work">Its argument: whether an operator is calling; if not, the client still has to authenticate itself.</param>
    public Task<IResult> ClientOrOperatorAsync(HttpRequest request, Func<bool, Task<IResult>> work) =>
        edge.RunAsync(request, ErrorFormat.OAuth, async () =>
        {
            if (BearerToken(request) is null)
            {
                return await work(false);
            }

            var (_, refusal, roles) = await SignedInAsync(request);
            return refusal is null && roles.Contains(OperatorRole) ? await work(true) : OAuthError.InvalidToken(presented: true);
        });

    /// <summary>Anyone who signed in with a usable personal code.</summary>
    public Task<IResult> PersonAsync(HttpRequest request, Func<Person, Task<IResult>> work) =>
        edge.RunAsync(request, ErrorFormat.Problem, async () =>
        {
            var (person, refusal, _) = await SignedInAsync(request);
            return refusal ?? await work(person!);
        });

    /// <summary>A person whose token has the app role Operator.</summary>
    public Task<IResult> OperatorAsync(HttpRequest request, Func<Person, Task<IResult>> work) =>
        edge.RunAsync(request, ErrorFormat.Problem, async () =>
        {
            var (person, refusal, roles) = await SignedInAsync(request);
            return refusal ?? (roles.Contains(OperatorRole) ? await work(person!) : Problems.RightMissing(OperatorRole));
        });

    /// <summary>A user of the taxpayer with these rights. For anyone else's user the taxpayer does not exist.</summary>
    public Task<IResult> UserAsync(
        HttpRequest request, string taxpayerId, IReadOnlyList<Right> needed, Func<Caller, Task<IResult>> work, CancellationToken cancellation) =>
        edge.RunAsync(request, ErrorFormat.Problem, async () =>
        {
            var (person, refusal, _) = await SignedInAsync(request);
            if (refusal is not null)
            {
                return refusal;
            }

            // The body may take its sender an hour. What he may do is asked when it is there, so that nothing lost meanwhile still counts.
            await Body.BufferAsync(request, cancellation);
            if (await membership.FindAsync(taxpayerId, person!, cancellation) is not { } caller)
            {
                return Problems.NotFound();
            }

            return needed.Where(right => !Has(caller, right)).Select(right => right.ToString()).FirstOrDefault() is { } missing
                ? Problems.RightMissing(missing)
                : await work(caller);
        });

    /// <summary>A device with an access token of ours, whose client is still active.</summary>
    public Task<IResult> DeviceAsync(HttpRequest request, Func<Device, Task<IResult>> work, CancellationToken cancellation) =>
        edge.RunAsync(request, ErrorFormat.OAuth, async () =>
            BearerToken(request) is { } token && await devices.AuthenticateAsync(token, cancellation) is { } device
                ? await work(device)
                : OAuthError.InvalidToken(presented: PresentsBearer(request)));

    private async Task<(Person? Person, IResult? Refusal, IReadOnlyList<string> Roles)> SignedInAsync(HttpRequest request)
    {
        if (BearerToken(request) is null)
        {
            return (null, Problems.Unauthorized(presented: PresentsBearer(request)), []);
        }

        await RequireSignInKeysAsync(request.HttpContext.RequestAborted);
        var result = await request.HttpContext.AuthenticateAsync(SignInScheme);
        if (!result.Succeeded)
        {
            return (null, Problems.Unauthorized(presented: true), []);
        }

        var principal = result.Principal;
        if (PersonalCode.FromClaim(principal.FindFirst(settings.PersonalCodeClaim)?.Value) is not { } code)
        {
            return (null, Problems.PersonCodeUnusable(settings.PersonalCodeClaim), []);
        }

        NameRule.TryNormalize(principal.FindFirst("name")?.Value, out var name);
        return (new Person(code, name ?? ""), null, [.. principal.FindAll("roles").Select(role => role.Value)]);
    }

    /// <summary>Without the provider's keys every token would look forged; that is an outage, not the caller's fault.</summary>
    private async Task RequireSignInKeysAsync(CancellationToken cancellation)
    {
        try
        {
            await signIn.Get(SignInScheme).ConfigurationManager!.GetConfigurationAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            throw new KeysUnavailableException("The sign-in provider's metadata cannot be read; see setting Portal:Authority.", e);
        }
    }

    private static bool Has(Caller caller, Right right) => right switch
    {
        Right.RightsManager => caller.User.Rights.RightsManager,
        Right.TaxiApiConfiguration => caller.User.Rights.TaxiApiConfiguration,
        _ => false,
    };

    /// <summary>RFC 6750 §3.1: whoever uses another scheme, or none, is not told what is wrong with his token.</summary>
    private static bool PresentsBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Bearer.TrimEnd(), StringComparison.OrdinalIgnoreCase);

    private static string? BearerToken(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization] is [{ } value]
        && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && value[Bearer.Length..].Trim() is { Length: > 0 } token ? token : null;
}
