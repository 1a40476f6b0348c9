namespace Eds.Functions;

public sealed record RotateSecretBody(SecretChoiceBody? Secret, double? OverlapHours);

/// <param name="Secret">The new secret, only if generated, only now.</param>
public sealed record RotatedSecretBody(string SecretId, int Version, string? Secret, DateTimeOffset? PreviousExpiresAt) : Redacted;

/// <summary>A new secret for all clients of one; the old one works until the overlap ends.</summary>
public sealed class RotateSecret(AccessControl access, SecretScreening screening, SecretRotation rotation)
{
    public const int DefaultOverlapHours = 72;

    [Function(nameof(RotateSecret))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation")]
        HttpRequest request,
        string taxpayerId,
        string secretId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var body = await rules.JsonAsync<RotateSecretBody>(request, cancellation);
        var secret = SecretRules.Choice(body?.Secret, rules, mayBeExisting: false);
        var overlap = SecretRules.Overlap(body?.OverlapHours ?? DefaultOverlapHours, rules);
        if (body?.Secret?.Value is { } chosen)
        {
            rules.AddErrors("/secret/value", await screening.CheckAsync(caller, chosen, secretId, cancellation));
        }

        if (body?.Secret?.Name is not null)
        {
            rules.AddError("/secret/name", "secret-name-unused", "A rotation keeps the name.");
        }

        if (rules.Refusal is { } invalid)
        {
            return invalid;
        }

        var rotated = await rotation.StartAsync(caller, secretId, (secret as SecretChoice.Chosen)?.Secret, overlap);
        return rotated.Version is { } version
            ? Json.Answer(new RotatedSecretBody(secretId, version, rotated.Secret?.Reveal(), rotated.PreviousExpiresAt))
            : Problems.For(rotated.Outcome);
    }
}
