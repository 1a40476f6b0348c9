using System.Diagnostics;

namespace Eds.Functions;

public sealed record RotateSecretBody(SecretChoiceBody? Secret, double? OverlapHours);

/// <param name="Secret">The new secret, only if generated, only now.</param>
public sealed record RotatedSecretBody(string SecretId, int Version, string? Secret, DateTimeOffset? PreviousExpiresAt)
{
    public override string ToString() => SecretId;
}

/// <summary>A new secret for all clients of one; the old one works until the overlap ends.</summary>
public sealed class RotateSecret(AccessControl access, SecretScreening context, SecretRotation rotation)
{
    private const int DefaultOverlapHours = 72;

    [Function(nameof(RotateSecret))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/rotation")] HttpRequest request,
        string taxpayerId,
        string secretId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async caller =>
        {
            var (body, refusal) = await Body.ReadJsonAsync(request, Json.Contract.RotateSecretBody, cancellation);
            if (body is null)
            {
                return refusal!;
            }

            var rules = new InputRules();
            var secretRules = new SecretRules(rules);
            var choice = await secretRules.ReadAsync(
                body.Secret, value => context.CheckAsync(caller, value, secretId, cancellation), mayBeExisting: false);
            var overlap = secretRules.Overlap(body.OverlapHours ?? DefaultOverlapHours);
            return rules.Broken
                ? rules.Refusal
                : Answer(secretId, await rotation.StartAsync(
                    caller, secretId, (choice as SecretChoice.Chosen)?.Secret, overlap, cancellation));
        }, cancellation);

    private static IResult Answer(string secretId, RotationResult result) => result switch
    {
        RotationResult.Rotated rotated => TypedResults.Json(
            new RotatedSecretBody(secretId, rotated.Version, rotated.Secret?.Reveal(), rotated.PreviousExpiresAt), Json.Contract.RotatedSecretBody),
        RotationResult.InProgress => Problems.RotationInProgress(),
        RotationResult.Unchanged => Problems.Invalid([new FieldError("/secret/value", "secret-unchanged", "The secret is the one that it is to replace.")]),
        RotationResult.NotFound => Problems.NotFound(),
        var other => throw new UnreachableException(other.GetType().Name),
    };
}
