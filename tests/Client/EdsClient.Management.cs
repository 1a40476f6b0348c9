using System.Globalization;
using System.Text.Json;
using Eds.Core;

namespace Eds.Client;

/// <content>What people call, with the token of their sign-in.</content>
public sealed partial record EdsClient
{
    public Task<Answer<TaxpayerBody>> EnrolTaxpayerAsync(EnrolTaxpayerBody taxpayer) =>
        CallAsync<TaxpayerBody>(Routes.EnrolTaxpayer(), taxpayer);

    public Task<Answer<MeBody>> GetMeAsync() => CallAsync<MeBody>(Routes.GetMe());

    public Task<Answer<UsersBody>> ListUsersAsync(string taxpayerId) => CallAsync<UsersBody>(Routes.ListUsers(taxpayerId));

    public Task<Answer<UserBody>> AddUserAsync(string taxpayerId, PersonBody person) =>
        CallAsync<UserBody>(Routes.AddUser(taxpayerId), person);

    public Task<Answer> RemoveUserAsync(string taxpayerId, string userId) => SendAsync(Routes.RemoveUser(taxpayerId, userId));

    public Task<Answer<UserBody>> ChangeRightsAsync(string taxpayerId, string userId, ChangeRightsBody rights, string? ifMatch) =>
        CallAsync<UserBody>(Routes.ChangeRights(taxpayerId, userId), rights, (IfMatch, ifMatch));

    public Task<Answer<EventPage>> ListEventsAsync(
        string taxpayerId, string? continuation = null, string? action = null, string? clientId = null, string? from = null,
        string? to = null) =>
        CallAsync<EventPage>(Routes.ListEvents(taxpayerId).With(
            ("action", action), ("clientId", clientId), ("from", from), ("to", to), ("continuation", continuation)));

    public Task<Answer<RegisteredClientsBody>> RegisterClientsAsync(
        string taxpayerId, RegisterClientsBody registration, string? idempotencyKey) =>
        CallAsync<RegisteredClientsBody>(Routes.RegisterClients(taxpayerId), registration, (IdempotencyKey, idempotencyKey));

    public Task<Answer<ClientsBody>> ListClientsAsync(
        string taxpayerId, string? search = null, string? state = null, int? limit = null, string? continuation = null,
        string? secretId = null) =>
        CallAsync<ClientsBody>(Routes.ListClients(taxpayerId).With(
            ("search", search), ("state", state), ("secretId", secretId), ("limit", limit?.ToString(CultureInfo.InvariantCulture)),
            ("continuation", continuation)));

    public Task<Answer<ClientsBody>> SearchClientsAsync(string taxpayerId, SearchClientsBody search) =>
        CallAsync<ClientsBody>(Routes.SearchClients(taxpayerId), search);

    public Task<Answer<ClientBody>> GetClientAsync(string taxpayerId, string clientId) =>
        CallAsync<ClientBody>(Routes.GetClient(taxpayerId, clientId));

    public Task<Answer<ClientBody>> RenameDriverAsync(string taxpayerId, string clientId, string name, string? ifMatch) =>
        ChangeClientAsync(taxpayerId, clientId, new ChangeClientBody(new NameBody(name)), ifMatch);

    public Task<Answer> AnnulClientAsync(string taxpayerId, string clientId, string? reason = null) =>
        SendAsync(Routes.AnnulClient(taxpayerId, clientId).With(("reason", reason)));

    public Task<Answer<SecretsBody>> ListSecretsAsync(string taxpayerId) => CallAsync<SecretsBody>(Routes.ListSecrets(taxpayerId));

    public Task<Answer<RotatedSecretBody>> RotateSecretAsync(string taxpayerId, string secretId, RotateSecretBody rotation) =>
        CallAsync<RotatedSecretBody>(Routes.RotateSecret(taxpayerId, secretId), rotation);

    public Task<Answer> CancelRotationAsync(string taxpayerId, string secretId) => SendAsync(Routes.CancelRotation(taxpayerId, secretId));

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
