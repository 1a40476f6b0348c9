using System.Text.Json;
using Eds.Core;

namespace Eds.Client;

/// <content>What people do to many clients and secrets at once, and to how they may be used.</content>
public sealed partial record EdsClient
{
    public Task<Answer<FleetSummary>> GetSummaryAsync(string taxpayerId) => CallAsync<FleetSummary>(Routes.GetSummary(taxpayerId));

    public Task<Answer<AnnulledClients>> AnnulClientsAsync(string taxpayerId, IEnumerable<string?> clientIds, string? reason = null) =>
        CallAsync<AnnulledClients>(Routes.AnnulClients(taxpayerId), new AnnulClientsBody([.. clientIds], reason));

    public Task<Answer<ClientBody>> ChangeClientAsync(string taxpayerId, string clientId, ChangeClientBody change, string? ifMatch) =>
        CallAsync<ClientBody>(Routes.ChangeClient(taxpayerId, clientId), change, (IfMatch, ifMatch));

    /// <param name="validUntil">Null: without an end.</param>
    public Task<Answer<ClientBody>> SetValidUntilAsync(string taxpayerId, string clientId, DateTimeOffset? validUntil, string? ifMatch) =>
        ChangeClientAsync(
            taxpayerId, clientId, new ChangeClientBody(null) { ValidUntil = JsonSerializer.SerializeToElement(validUntil) }, ifMatch);

    public Task<Answer<SecretRotationsBody>> RotateSecretsAsync(string taxpayerId, RotateSecretsBody rotations, string? idempotencyKey) =>
        CallAsync<SecretRotationsBody>(Routes.RotateSecrets(taxpayerId), rotations, (IdempotencyKey, idempotencyKey));

    public Task<Answer<SecretSummary>> RenameSecretAsync(string taxpayerId, string secretId, string? name, string? ifMatch) =>
        CallAsync<SecretSummary>(Routes.RenameSecret(taxpayerId, secretId), new RenameSecretBody(name), (IfMatch, ifMatch));

    public Task<Answer<SecretSummary>> RestrictSecretAsync(
        string taxpayerId, string secretId, IEnumerable<string?> networks, string? ifMatch) =>
        CallAsync<SecretSummary>(Routes.RestrictSecret(taxpayerId, secretId), new RestrictSecretBody([.. networks]), (IfMatch, ifMatch));

    public Task<Answer> CompleteRotationAsync(string taxpayerId, string secretId) =>
        SendAsync(Routes.CompleteRotation(taxpayerId, secretId));
}
