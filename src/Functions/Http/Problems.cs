namespace Eds.Functions;

/// <param name="Pointer">
/// RFC 6901 pointer into the body (/drivers/3/personalCode); for a header or query parameter, a slash and its name.
/// </param>
public sealed record FieldError(string Pointer, string Code, string Detail);

/// <summary>RFC 9457, with a stable <paramref name="Code"/>. Properties that do not apply are left out.</summary>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    string Code,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Right,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Receipt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfterSeconds);

/// <summary>An answer of the management API, or to a ride, that refuses.</summary>
public sealed class ProblemResult(int status, string code, string title) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public string? Detail { get; init; }

    public IReadOnlyList<FieldError>? Errors { get; init; }

    public string? Right { get; init; }

    /// <summary>Of the ride that exists.</summary>
    public string? Receipt { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string? Challenge { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        int? seconds = RetryAfter is { } retryAfter ? httpContext.Response.RetryAfter(retryAfter) : null;
        if (Challenge is not null)
        {
            httpContext.Response.Headers.WWWAuthenticate = Challenge;
        }

        var body = new ProblemBody(
            $"urn:eds:problem:{code}", title, status, Detail, code, RequestTrace.IdOf(httpContext), Errors, Right, Receipt, seconds);
        return Json.Answer(body, status, "application/problem+json").ExecuteAsync(httpContext);
    }
}

/// <summary>Every problem that is answered.</summary>
internal static class Problems
{
    public static IResult Invalid(IReadOnlyList<FieldError> errors) =>
        new ProblemResult(400, "invalid-request", "The request breaks a rule.") { Errors = errors };

    public static IResult Invalid(string pointer, string code, string detail) => Invalid([new FieldError(pointer, code, detail)]);

    public static IResult BodyUnreadable() => Invalid("", "body-unreadable", "The body did not arrive whole.");

    public static IResult ContinuationUnreadable() =>
        Invalid("/continuation", "continuation-unreadable", "Send the continuation of the page before, as it is.");

    public static IResult IdempotencyKeyRequired() =>
        new ProblemResult(400, "idempotency-key-required", "The header Idempotency-Key is missing.")
        {
            Detail = "Send a new UUID with each request, and the same one when you retry it.",
        };

    public static IResult Unauthorized(bool presented) => presented
        ? new ProblemResult(401, "token-invalid", "The access token is not valid.")
        {
            Challenge = "Bearer realm=\"eds\", error=\"invalid_token\"",
        }
        : new ProblemResult(401, "token-missing", "An access token is needed.") { Challenge = "Bearer realm=\"eds\"" };

    public static IResult PersonCodeUnusable(string claim) =>
        new ProblemResult(403, "person-code-unusable", "The sign-in did not give a usable personal code.")
        {
            Detail = $"Claim {claim} must hold PNOLV- and a Latvian personal code.",
        };

    public static IResult RightMissing(string right) =>
        new ProblemResult(403, "right-missing", "A right is missing.") { Detail = $"This needs {right}.", Right = right };

    public static IResult NotFound() => new ProblemResult(404, "not-found", "Not found.");

    public static IResult TaxpayerExists() => new ProblemResult(409, "taxpayer-exists", "The registration number is already enrolled.");

    public static IResult UserExists() => new ProblemResult(409, "user-exists", "The person is already a user.");

    public static IResult LastRightsManager() =>
        new ProblemResult(409, "last-rights-manager", "The last rights manager cannot be removed.");

    /// <summary>Active drivers first: where there are any, waiting does not help.</summary>
    public static IResult DriversTaken(IReadOnlyList<TakenDriver> drivers)
    {
        FieldError[] errors = [.. drivers.Select(driver => driver.InProgress
            ? new FieldError(
                $"/drivers/{driver.Index}/personalCode", "registration-in-progress", "Another registration of this driver is running.")
            : new FieldError($"/drivers/{driver.Index}/personalCode", "driver-already-registered", "This driver has an active client."))];
        return drivers.All(driver => driver.InProgress)
            ? RegistrationInProgress(errors)
            : new ProblemResult(409, "driver-already-registered", "A driver already has an active client. Nothing was registered.")
            {
                Errors = errors,
            };
    }

    public static IResult RegistrationInProgress(IReadOnlyList<FieldError>? errors = null) =>
        new ProblemResult(409, "registration-in-progress", "Another registration is running. Nothing was registered; try again.")
        {
            Errors = errors,
        };

    public static IResult RotationInProgress() =>
        new ProblemResult(
            409, "rotation-in-progress", "The old secret of an earlier rotation still works. Cancel that rotation, or wait for its end.");

    public static IResult ChangedMeanwhile() =>
        new ProblemResult(412, "changed-meanwhile", "It has changed since you read it. Read it again.");

    public static IResult For(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.ChangedMeanwhile => ChangedMeanwhile(),
        ChangeOutcome.NotPermitted => RightMissing(nameof(Core.Right.RightsManager)),
        ChangeOutcome.UserExists => UserExists(),
        ChangeOutcome.LastRightsManager => LastRightsManager(),
        ChangeOutcome.NameTaken => SecretNameTaken(),
        ChangeOutcome.RotationInProgress => RotationInProgress(),
        ChangeOutcome.SecretUnchanged => Invalid("/secret/value", "secret-unchanged", "The secret is one that it is to replace."),
        _ => NotFound(), // never there; or made, and removed by someone else right after it
    };

    public static IResult SecretNameTaken() => new ProblemResult(409, "secret-name-taken", "Another secret has this name.");

    public static IResult DriverMismatch() =>
        new ProblemResult(403, "driver-mismatch", "The ride's driver is not the driver of this client. Nothing was stored.");

    public static IResult CarriageExists(string receipt) =>
        new ProblemResult(409, "carriage-exists", "Identical data were received before.") { Receipt = receipt };

    public static IResult TooManyRequests(TimeSpan wait) =>
        new ProblemResult(429, "too-many-requests", "Too many rides at once. Nothing was read; send the ride again.") { RetryAfter = wait };

    public static IResult BodyTooLarge(string limit = "1 MiB") =>
        new ProblemResult(413, "body-too-large", $"The body is larger than {limit}.");

    public static IResult UnsupportedMediaType(string types = "application/json") =>
        new ProblemResult(415, "unsupported-media-type", $"The body must be {types}, without a Content-Encoding.");

    public static IResult IdempotencyKeyReused() =>
        new ProblemResult(422, "idempotency-key-reused", "The Idempotency-Key was used for a different request.");

    public static IResult IfMatchRequired() =>
        new ProblemResult(428, "if-match-required", "The header If-Match is required.") { Detail = "Send the etag as you read it." };

    public static IResult Unavailable(string code, TimeSpan retryAfter) =>
        new ProblemResult(503, code, "Service temporarily unavailable. Nothing is half done; try again.") { RetryAfter = retryAfter };

    public static IResult Failed() => new ProblemResult(500, "failed", "Internal error. Quote the trace id when you report it.");
}
