namespace Eds.Functions;

/// <summary>RFC 6749 §5.2. ASCII only, no quotation marks or backslashes in <paramref name="ErrorDescription"/>.</summary>
public sealed record OAuthErrorBody(string Error, [property: JsonPropertyName("error_description")] string ErrorDescription);

/// <summary>A refusal of a taxi route; of rides, only one of the token.</summary>
public sealed class OAuthError(int status, string error, string description) : IResult, IStatusCodeHttpResult
{
    internal const string TokenChallenge = "Bearer realm=\"eds\"";
    internal const string InvalidTokenChallenge = TokenChallenge + ", error=\"invalid_token\"";

    public int? StatusCode => status;

    public string? Challenge { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static OAuthError InvalidRequest(string description) => new(400, "invalid_request", description);

    public static OAuthError BodyUnreadable() => InvalidRequest("The body did not arrive whole.");

    /// <summary>Revocation and introspection need one.</summary>
    public static OAuthError TokenMissing() => InvalidRequest("The parameter token is missing.");

    /// <summary>RFC 6749 §2.3: one way of authentication in a request.</summary>
    public static OAuthError MultipleMethods() => InvalidRequest("Authenticate in the header or in the form, not in both.");

    /// <summary>One answer for unknown client, wrong secret and annulled client.</summary>
    public static OAuthError InvalidClient(string description = "Client authentication failed.") =>
        new(401, "invalid_client", description) { Challenge = "Basic realm=\"eds\", charset=\"UTF-8\"" };

    /// <summary>RFC 6750 §3.1: without a token the challenge names no error.</summary>
    public static OAuthError InvalidToken(bool presented) =>
        presented ? new(401, "invalid_token", "The access token is not valid.") { Challenge = InvalidTokenChallenge }
        : new(401, "invalid_token", "An access token is needed.") { Challenge = TokenChallenge };

    public static OAuthError Unavailable(TimeSpan retryAfter) =>
        new(503, "temporarily_unavailable", "Service temporarily unavailable; try again.") { RetryAfter = retryAfter };

    /// <summary>With RateLimit headers (draft-ietf-httpapi-ratelimit-headers): ten failures, and a wait of up to an hour.</summary>
    public static OAuthError TooManyRequests(TimeSpan wait) =>
        new(429, "temporarily_unavailable", "Too many failed attempts; wait before the next one.") { RetryAfter = wait };

    public static OAuthError Failed() => new(500, "server_error", "Internal error.");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.WWWAuthenticate = Challenge;
        headers.RetryAfter = RetryAfter is { } wait ? $"{wait.WholeSeconds()}" : null;
        if (status is StatusCodes.Status429TooManyRequests)
        {
            headers["RateLimit-Policy"] = "\"guesses\";q=10;w=3600";
            headers["RateLimit"] = $"\"guesses\";r=0;t={headers.RetryAfter}";
        }

        headers[RequestTrace.Header] = RequestTrace.IdOf(httpContext);
        return Json.Answer(new OAuthErrorBody(error, description), status).ExecuteAsync(httpContext);
    }
}
