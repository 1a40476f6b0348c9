using System.Diagnostics;
using System.Globalization;

namespace Eds.Functions;

/// <param name="Pointer">
/// RFC 6901 pointer into the body (/drivers/3/personalCode); for a header or query parameter, a slash and its name.
/// </param>
public sealed record FieldError(string Pointer, string Code, string Detail);

/// <summary>
/// RFC 9457: an answer of the management API, or to a ride, that refuses. <paramref name="Code"/> is stable; what does not apply is
/// left out.
/// </summary>
/// <param name="Receipt">That of the ride that exists.</param>
public sealed record ProblemBody(
    int Status,
    string Code,
    string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Right = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Receipt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfterSeconds = null) : IResult, IStatusCodeHttpResult
{
    public string Type => $"urn:eds:problem:{Code}";

    public string? TraceId { get; init; }

    [JsonIgnore]
    public string? Challenge { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.WWWAuthenticate = Challenge;
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
        var traced = this with { TraceId = RequestTrace.IdOf(httpContext) };
        return Json.Answer(traced, Status, "application/problem+json").ExecuteAsync(httpContext);
    }
}

/// <summary>Every problem that is answered.</summary>
internal static class Problems
{
    /// <summary>As the header Retry-After has them (RFC 9110 §10.2.3).</summary>
    public static int WholeSeconds(this TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);

    public static IResult Invalid(IReadOnlyList<FieldError> errors) =>
        new ProblemBody(400, "invalid-request", "The request breaks a rule.", Errors: errors);

    public static IResult Invalid(string pointer, string code, string detail) => Invalid([new FieldError(pointer, code, detail)]);

    public static IResult BodyUnreadable() => Invalid("", "body-unreadable", "The body did not arrive whole.");

    public static IResult ContinuationUnreadable() =>
        Invalid("/continuation", "continuation-unreadable", "Send the continuation of the page before, as it is.");

    public static IResult IdempotencyKeyRequired() =>
        new ProblemBody(400, "idempotency-key-required", "The header Idempotency-Key is missing.",
            Detail: "Send a new UUID with each request, and the same one when you retry it.");

    public static IResult Unauthorized(bool presented) => presented
        ? new ProblemBody(401, "token-invalid", "The access token is not valid.") { Challenge = OAuthError.InvalidTokenChallenge }
        : new ProblemBody(401, "token-missing", "An access token is needed.") { Challenge = OAuthError.TokenChallenge };

    public static IResult PersonCodeUnusable(string claim) =>
        new ProblemBody(403, "person-code-unusable", "The sign-in did not give a usable personal code.",
            Detail: $"Claim {claim} must hold PNOLV- and a Latvian personal code.");

    public static IResult RightMissing(string right) =>
        new ProblemBody(403, "right-missing", "A right is missing.", Detail: $"This needs {right}.", Right: right);

    public static IResult NotFound() => new ProblemBody(404, "not-found", "Not found.");

    public static IResult TaxpayerExists() => new ProblemBody(409, "taxpayer-exists", "The registration number is already enrolled.");

    /// <summary>Active drivers first: where there are any, waiting does not help.</summary>
    public static IResult DriversTaken(IReadOnlyList<TakenDriver> drivers)
    {
        FieldError[] errors = [.. drivers.Select(driver => driver.InProgress
            ? new FieldError(
                $"/drivers/{driver.Index}/personalCode", "registration-in-progress", "Another registration of this driver is running.")
            : new FieldError($"/drivers/{driver.Index}/personalCode", "driver-already-registered", "This driver has an active client."))];
        return drivers.All(driver => driver.InProgress)
            ? RegistrationInProgress(errors)
            : new ProblemBody(409, "driver-already-registered", "A driver already has an active client. Nothing was registered.",
                Errors: errors);
    }

    public static IResult RegistrationInProgress(IReadOnlyList<FieldError>? errors = null) =>
        new ProblemBody(409, "registration-in-progress", "Another registration is running. Nothing was registered; try again.",
            Errors: errors);

    public static IResult For(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.ChangedMeanwhile =>
            new ProblemBody(412, "changed-meanwhile", "It has changed since you read it. Read it again."),
        ChangeOutcome.NotPermitted => RightMissing(nameof(Rights.RightsManager)),
        ChangeOutcome.UserExists => new ProblemBody(409, "user-exists", "The person is already a user."),
        ChangeOutcome.LastRightsManager => new ProblemBody(409, "last-rights-manager", "The last rights manager cannot be removed."),
        ChangeOutcome.NameTaken => new ProblemBody(409, "secret-name-taken", "Another secret has this name."),
        ChangeOutcome.RotationInProgress => new ProblemBody(
            409, "rotation-in-progress", "The old secret of an earlier rotation still works. Cancel that rotation, or wait for its end."),
        ChangeOutcome.RegistrationInProgress => RegistrationInProgress(),
        ChangeOutcome.KeyReused => new ProblemBody(422, "idempotency-key-reused", "The Idempotency-Key was used for a different request."),
        ChangeOutcome.SecretNotFound => Invalid("/secret/secretId", "secret-not-found", "This taxpayer has no secret with this id."),
        ChangeOutcome.SecretUnchanged => Invalid("/secret/value", "secret-unchanged", "The secret is one that it is to replace."),
        ChangeOutcome.NotFound or ChangeOutcome.Made => NotFound(), // made, and removed by someone else right after it
        _ => throw new UnreachableException($"{outcome}"),
    };

    public static IResult DriverMismatch() =>
        new ProblemBody(403, "driver-mismatch", "The ride's driver is not the driver of this client. Nothing was stored.");

    public static IResult CarriageExists(string receipt) =>
        new ProblemBody(409, "carriage-exists", "Identical data were received before.", Receipt: receipt);

    public static IResult TooManyRequests(TimeSpan wait) =>
        new ProblemBody(429, "too-many-requests", "Too many rides at once. Nothing was read; send the ride again.",
            RetryAfterSeconds: wait.WholeSeconds());

    public static IResult BodyTooLarge(string limit = "1 MiB") =>
        new ProblemBody(413, "body-too-large", $"The body is larger than {limit}.");

    public static IResult UnsupportedMediaType(string types = "application/json") =>
        new ProblemBody(415, "unsupported-media-type", $"The body must be {types}, without a Content-Encoding.");

    public static IResult IfMatchRequired() =>
        new ProblemBody(428, "if-match-required", "The header If-Match is required.", Detail: "Send the etag as you read it.");

    public static IResult Unavailable(string code, TimeSpan retryAfter) =>
        new ProblemBody(503, code, "Service temporarily unavailable. The same request can be sent again.",
            RetryAfterSeconds: retryAfter.WholeSeconds());

    public static IResult Failed() => new ProblemBody(500, "failed", "Internal error. Quote the trace id when you report it.");
}
