using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>
/// Decides who may call a function: its first statement, unless a form has to be read to know the client. Each method answers with the
/// caller, or with the refusal. Open functions do not use it; a test lists them.
/// </summary>
public sealed class AccessControl(
    Membership membership, DeviceAuthentication devices, ClientAuthentication clients, EdsOptions options,
    IOptionsMonitor<JwtBearerOptions> signIn)
{
    public const string SignInScheme = "sign-in";

    private const string Bearer = "Bearer ";
    private const string OperatorRole = "Operator";

    /// <summary>Anyone who signed in with a usable personal code.</summary>
    public async Task<(Person? Person, IResult? Refusal)> PersonAsync(HttpRequest request)
    {
        var (person, refusal, _) = await SignedInAsync(request);
        return (person, refusal);
    }

    /// <summary>A person whose token has the app role Operator.</summary>
    public async Task<(Person? Operator, IResult? Refusal)> OperatorAsync(HttpRequest request)
    {
        var (person, refusal, roles) = await SignedInAsync(request);
        return roles.Contains(OperatorRole) ? (person, refusal) : (null, refusal ?? Problems.RightMissing(OperatorRole));
    }

    /// <summary>A user of the taxpayer, with any rights or none. To others the taxpayer does not exist.</summary>
    public Task<(Caller? Caller, IResult? Refusal)> UserAsync(HttpRequest request, string taxpayerId, CancellationToken cancellation) =>
        UserAsync(request, taxpayerId, new Rights(false, false), cancellation);

    /// <summary>A user who may change users and rights, and read events.</summary>
    public Task<(Caller? Caller, IResult? Refusal)> RightsManagerAsync(
        HttpRequest request, string taxpayerId, CancellationToken cancellation) =>
        UserAsync(request, taxpayerId, new Rights(RightsManager: true, TaxiApiConfiguration: false), cancellation);

    /// <summary>A user who may do everything about clients and secrets; one of the two rights alone is not enough.</summary>
    public Task<(Caller? Caller, IResult? Refusal)> ClientManagerAsync(
        HttpRequest request, string taxpayerId, CancellationToken cancellation) =>
        UserAsync(request, taxpayerId, new Rights(RightsManager: true, TaxiApiConfiguration: true), cancellation);

    /// <summary>A device with an access token of ours, whose client is active.</summary>
    public async Task<(Device? Device, IResult? Refusal)> DeviceAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (BearerToken(request) is not { } token)
        {
            return (null, OAuthError.InvalidToken(presented: PresentsBearer(request)));
        }

        // The client is read after the body, as the rights of a user are.
        await RequestBody.BufferAsync(request, RequestBody.MaxTaxiBytes, cancellation);
        return await devices.AuthenticateAsync(token, cancellation) is { } device
            ? (device, null)
            : (null, OAuthError.InvalidToken(presented: true));
    }

    /// <summary>A client that authenticates itself with its id and secret.</summary>
    internal async Task<(AuthenticatedClient? Client, OAuthError? Refusal)> ClientAsync(HttpRequest request, OAuthForm form)
    {
        var (credentials, error) = ClientCredentials.Read(request, form);
        if (credentials is null)
        {
            return (null, error);
        }

        var address = CallerAddress.Of(request, options);
        var (client, wait) = await clients.AuthenticateAsync(credentials.ClientId, credentials.ClientSecrets, address);
        return client is not null ? (client, null)
            : (null, wait is { } left ? OAuthError.TooManyRequests(left) : OAuthError.InvalidClient());
    }

    /// <summary>A user who may see the rides. Without the right RightsManager, personal codes are masked.</summary>
    public Task<(Caller? Caller, IResult? Refusal)> CarriageReaderAsync(
        HttpRequest request, string taxpayerId, CancellationToken cancellation) =>
        UserAsync(request, taxpayerId, new Rights(RightsManager: false, TaxiApiConfiguration: true), cancellation);

    /// <summary>For routes of clients that operators may call too (RFC 7662 §2.1). False: the client has to authenticate itself.</summary>
    public async Task<(bool IsOperator, IResult? Refusal)> OperatorOrClientAsync(HttpRequest request)
    {
        if (BearerToken(request) is null)
        {
            return (false, null);
        }

        var (person, _, roles) = await SignedInAsync(request);
        return person is not null && roles.Contains(OperatorRole) ? (true, null) : (false, OAuthError.InvalidToken(presented: true));
    }

    private async Task<(Caller? Caller, IResult? Refusal)> UserAsync(
        HttpRequest request, string taxpayerId, Rights needed, CancellationToken cancellation)
    {
        var (person, refusal, _) = await SignedInAsync(request);
        if (person is null)
        {
            return (null, refusal);
        }

        // A body may take an hour to arrive. The rights are read after it, so that a right lost meanwhile no longer counts.
        await RequestBody.BufferAsync(request, RequestBody.MaxJsonBytes, cancellation);
        if (await membership.FindAsync(taxpayerId, person, cancellation) is not { } caller)
        {
            return (null, Problems.NotFound());
        }

        return caller.User.Rights.Missing(needed) is { } right ? (null, Problems.RightMissing(right)) : (caller, null);
    }

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
        if (PersonalCode.FromClaim(principal.FindFirst(options.Portal.PersonalCodeClaim)?.Value) is not { } code)
        {
            return (null, Problems.PersonCodeUnusable(options.Portal.PersonalCodeClaim), []);
        }

        NameRule.TryNormalize(principal.FindFirst("name")?.Value, out var name);
        return (new Person(code, name ?? ""), null, [.. principal.FindAll("roles").Select(role => role.Value)]);
    }

    /// <summary>Without the provider's keys every token would look forged: an outage, and not the caller's fault.</summary>
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

    /// <summary>RFC 6750 §3.1: a caller who uses another scheme, or none, is not told what is wrong with a token.</summary>
    private static bool PresentsBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Bearer.TrimEnd(), StringComparison.OrdinalIgnoreCase);

    private static string? BearerToken(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization] is [{ } value]
        && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && value[Bearer.Length..].Trim() is { Length: > 0 } token ? token : null;
}
