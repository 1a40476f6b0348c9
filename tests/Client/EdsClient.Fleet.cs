using System.Text.Json;
using Eds.Core;
using static Eds.Client.ContractJson;

namespace Eds.Client;

/// <content>What people do to many clients and secrets at once, and to how they may be used.</content>
public sealed partial record EdsClient
{
    public Task<Answer<FleetSummary>> GetSummaryAsync(string taxpayerId) => SendAsync(Routes.GetSummary(taxpayerId), Default.FleetSummary);

    public Task<Answer<AnnulledClients>> AnnulClientsAsync(string taxpayerId, IEnumerable<string?> clientIds, string? reason = null) =>
        SendAsync(
            Routes.AnnulClients(taxpayerId),
            Default.AnnulledClients,
            Json(new AnnulClientsBody([.. clientIds], reason), Default.AnnulClientsBody));

    /// <param name="ifMatch">The client's etag; null: no such header.</param>
    public Task<Answer<ClientBody>> ChangeClientAsync(string taxpayerId, string clientId, ChangeClientBody change, string? ifMatch) =>
        SendAsync(
            Routes.ChangeClient(taxpayerId, clientId), Default.ClientBody, Json(change, Default.ChangeClientBody), ("If-Match", ifMatch));

    /// <param name="validUntil">Null: without an end.</param>
    public Task<Answer<ClientBody>> SetValidUntilAsync(string taxpayerId, string clientId, DateTimeOffset? validUntil, string? ifMatch) =>
        ChangeClientAsync(
            taxpayerId, clientId, new ChangeClientBody(null) { ValidUntil = JsonSerializer.SerializeToElement(validUntil) }, ifMatch);

    /// <param name="idempotencyKey">Null: no such header.</param>
    public Task<Answer<SecretRotationsBody>> RotateSecretsAsync(string taxpayerId, RotateSecretsBody rotations, string? idempotencyKey) =>
        SendAsync(
            Routes.RotateSecrets(taxpayerId),
            Default.SecretRotationsBody,
            Json(rotations, Default.RotateSecretsBody),
            ("Idempotency-Key", idempotencyKey));

    /// <param name="ifMatch">The secret's etag; null: no such header.</param>
    public Task<Answer<SecretSummary>> RenameSecretAsync(string taxpayerId, string secretId, string? name, string? ifMatch) => SendAsync(
        Routes.RenameSecret(taxpayerId, secretId),
        Default.SecretSummary,
        Json(new RenameSecretBody(name), Default.RenameSecretBody),
        ("If-Match", ifMatch));

    /// <param name="ifMatch">The secret's etag; null: no such header.</param>
    public Task<Answer<SecretSummary>> RestrictSecretAsync(
        string taxpayerId, string secretId, IEnumerable<string?> networks, string? ifMatch) =>
        SendAsync(
            Routes.RestrictSecret(taxpayerId, secretId),
            Default.SecretSummary,
            Json(new RestrictSecretBody([.. networks]), Default.RestrictSecretBody),
            ("If-Match", ifMatch));

    public Task<Answer> CompleteRotationAsync(string taxpayerId, string secretId) =>
        SendAsync(Routes.CompleteRotation(taxpayerId, secretId));
}
