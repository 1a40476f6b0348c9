using System.Globalization;

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

    public Task<Answer<Core.EventPage>> ListEventsAsync(
        string taxpayerId, string? continuation = null, string? action = null, string? clientId = null, string? from = null,
        string? to = null) =>
        CallAsync<Core.EventPage>(Routes.ListEvents(taxpayerId).With(
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
}
