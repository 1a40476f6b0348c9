using System.Globalization;
using static Eds.Client.ContractJson;

namespace Eds.Client;

/// <content>What people call, with the token of their sign-in.</content>
public sealed partial record EdsClient
{
    public Task<Answer<TaxpayerBody>> EnrolTaxpayerAsync(EnrolTaxpayerBody taxpayer) =>
        SendAsync(Routes.EnrolTaxpayer(), Default.TaxpayerBody, Json(taxpayer, Default.EnrolTaxpayerBody));

    public Task<Answer<MeBody>> GetMeAsync() => SendAsync(Routes.GetMe(), Default.MeBody);

    public Task<Answer<UsersBody>> ListUsersAsync(string taxpayerId) => SendAsync(Routes.ListUsers(taxpayerId), Default.UsersBody);

    public Task<Answer<UserBody>> AddUserAsync(string taxpayerId, PersonBody person) =>
        SendAsync(Routes.AddUser(taxpayerId), Default.UserBody, Json(person, Default.PersonBody));

    public Task<Answer> RemoveUserAsync(string taxpayerId, string userId) => SendAsync(Routes.RemoveUser(taxpayerId, userId));

    /// <param name="ifMatch">The user's etag; null: no such header.</param>
    public Task<Answer<UserBody>> ChangeRightsAsync(string taxpayerId, string userId, ChangeRightsBody rights, string? ifMatch) =>
        SendAsync(Routes.ChangeRights(taxpayerId, userId), Default.UserBody, Json(rights, Default.ChangeRightsBody), ("If-Match", ifMatch));

    public Task<Answer<Core.EventPage>> ListEventsAsync(
        string taxpayerId,
        string? continuation = null,
        string? action = null,
        string? clientId = null,
        string? from = null,
        string? to = null) =>
        SendAsync(
            Routes.ListEvents(taxpayerId).With(
                ("action", action), ("clientId", clientId), ("from", from), ("to", to), ("continuation", continuation)),
            Default.EventPage);

    /// <param name="idempotencyKey">Null: no such header.</param>
    public Task<Answer<RegisteredClientsBody>> RegisterClientsAsync(
        string taxpayerId, RegisterClientsBody registration, string? idempotencyKey) =>
        SendAsync(
            Routes.RegisterClients(taxpayerId),
            Default.RegisteredClientsBody,
            Json(registration, Default.RegisterClientsBody),
            ("Idempotency-Key", idempotencyKey));

    public Task<Answer<ClientsBody>> ListClientsAsync(
        string taxpayerId,
        string? search = null,
        string? state = null,
        int? limit = null,
        string? continuation = null,
        string? secretId = null) =>
        SendAsync(
            Routes.ListClients(taxpayerId).With(
                ("search", search), ("state", state), ("secretId", secretId), ("limit", limit?.ToString(CultureInfo.InvariantCulture)),
                ("continuation", continuation)),
            Default.ClientsBody);

    public Task<Answer<ClientsBody>> SearchClientsAsync(string taxpayerId, SearchClientsBody search) =>
        SendAsync(Routes.SearchClients(taxpayerId), Default.ClientsBody, Json(search, Default.SearchClientsBody));

    public Task<Answer<ClientBody>> GetClientAsync(string taxpayerId, string clientId) =>
        SendAsync(Routes.GetClient(taxpayerId, clientId), Default.ClientBody);

    /// <param name="ifMatch">The client's etag; null: no such header.</param>
    public Task<Answer<ClientBody>> RenameDriverAsync(string taxpayerId, string clientId, string name, string? ifMatch) =>
        ChangeClientAsync(taxpayerId, clientId, new ChangeClientBody(new NameBody(name)), ifMatch);

    public Task<Answer> AnnulClientAsync(string taxpayerId, string clientId, string? reason = null) =>
        SendAsync(Routes.AnnulClient(taxpayerId, clientId).With(("reason", reason)));

    public Task<Answer<SecretsBody>> ListSecretsAsync(string taxpayerId) => SendAsync(Routes.ListSecrets(taxpayerId), Default.SecretsBody);

    public Task<Answer<RotatedSecretBody>> RotateSecretAsync(string taxpayerId, string secretId, RotateSecretBody rotation) =>
        SendAsync(Routes.RotateSecret(taxpayerId, secretId), Default.RotatedSecretBody, Json(rotation, Default.RotateSecretBody));

    public Task<Answer> CancelRotationAsync(string taxpayerId, string secretId) => SendAsync(Routes.CancelRotation(taxpayerId, secretId));
}
