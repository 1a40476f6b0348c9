namespace Eds.Functions;

public sealed record SecretsBody(IReadOnlyList<SecretBody> Secrets);

/// <param name="Kind">"chosen" or "generated".</param>
/// <param name="Clients">Active clients that use it, counted now.</param>
/// <param name="Rotation">Null: the old secret, if there was one, no longer works.</param>
public sealed record SecretBody(string SecretId, int Version, DateTimeOffset CreatedAt, string Kind, int Clients, RotationBody? Rotation)
{
    internal static SecretBody From(SecretSummary secret) => new(
        secret.SecretId,
        secret.Version,
        secret.CreatedAt,
        secret.Kind,
        secret.Clients,
        secret.Rotation is { } rotation ? new RotationBody(rotation.StartedAt, rotation.PreviousExpiresAt, rotation.ClientsMoved) : null);
}

/// <param name="ClientsMoved">How many of the clients got their last token with the new secret.</param>
public sealed record RotationBody(DateTimeOffset StartedAt, DateTimeOffset PreviousExpiresAt, int ClientsMoved);

/// <summary>The taxpayer's secrets: never the secrets themselves, nor anything made from them.</summary>
public sealed class ListSecrets(AccessControl access, SecretStore secrets)
{
    [Function(nameof(ListSecrets))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/secrets")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async _ =>
        {
            var all = await secrets.ListAsync(taxpayerId, cancellation);
            return TypedResults.Json(
                new SecretsBody([.. all.Select(SecretBody.From)]),
                Json.Contract.SecretsBody);
        }, cancellation);
}
