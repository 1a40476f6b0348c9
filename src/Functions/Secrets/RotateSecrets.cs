using System.Text.Json;

namespace Eds.Functions;

public sealed record RotateSecretsBody(IReadOnlyList<string?>? SecretIds, double? OverlapHours);

/// <param name="SecretAlreadyDelivered">A replay, or a secret rotated by a first attempt whose answer was lost.</param>
/// <param name="Code">Why it was not rotated: "not-found" or "rotation-in-progress". Left out if it was.</param>
public sealed record SecretRotationBody(
    string SecretId,
    int? Version,
    string? Secret,
    DateTimeOffset? PreviousExpiresAt,
    bool SecretAlreadyDelivered,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code) : Redacted;

public sealed record SecretRotationsBody(IReadOnlyList<SecretRotationBody> Rotations);

/// <summary>
/// A generated secret of its own for each of 1 to 1,000 secrets, once per Idempotency-Key; the old ones work until the overlap ends.
/// </summary>
public sealed class RotateSecrets(AccessControl access, BulkRotation rotation)
{
    private const int MaxSecrets = 1_000;

    [Function(nameof(RotateSecrets))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/rotations")]
        HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var key = rules.IdempotencyKey(request);
        var body = await rules.JsonAsync<RotateSecretsBody>(request, cancellation);
        var secretIds = rules.Items(
            body?.SecretIds, "/secretIds", MaxSecrets, "secret-id-invalid", "A secretId is needed.", SecretRules.Id);
        var overlap = SecretRules.Overlap(body?.OverlapHours ?? RotateSecret.DefaultOverlapHours, rules);
        if (rules.Refusal is { } invalid)
        {
            return invalid;
        }

        return await rotation.RotateAsync(caller, key, secretIds, overlap) is { } rotations
            ? Json.Answer(new SecretRotationsBody([.. rotations.Select(ToBody)]))
            : Problems.IdempotencyKeyReused();
    }

    private static SecretRotationBody ToBody(SecretRotated rotated) => new(
        rotated.SecretId,
        rotated.Version,
        rotated.Secret?.Reveal(),
        rotated.PreviousExpiresAt,
        SecretAlreadyDelivered: rotated is { Version: not null, Secret: null },
        rotated.Outcome is ChangeOutcome.Made ? null : JsonNamingPolicy.KebabCaseLower.ConvertName(rotated.Outcome.ToString()));
}
