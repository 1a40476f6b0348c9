namespace Eds.Bench;

/// <content>Its users and their rights.</content>
internal sealed partial class SimulatedTaxpayer
{
    public async Task<IReadOnlyList<UserBody>> UsersAsync() => (await SendAsync(api => api.ListUsersAsync(Id))).Answer.Value.Users;

    private async Task AddAndRemoveUserAsync()
    {
        var person = TestPerson.New(NewName());
        Confirm(await SendAsync(api => api.AddUserAsync(Id, person.Body)), 201, "user-added", statusIfRetried: 409);
        if ((await UsersAsync()).FirstOrDefault(user => user.Name == person.Name) is not { } user)
        {
            _counters.AddLost($"{Id}: a user who was added");
            return;
        }

        await ChangeRightsAsync(user, rightsManager: true, taxiApiConfiguration: false);
        Confirm(await SendAsync(api => api.RemoveUserAsync(Id, user.UserId)), 204, "user-removed", statusIfRetried: 404);
        if ((await UsersAsync()).Count != 1)
        {
            _counters.AddLost($"{Id}: the removal of a user");
        }
    }

    private async Task ChangeRightsAsync(UserBody user, bool rightsManager, bool taxiApiConfiguration)
    {
        var rights = new ChangeRightsBody(rightsManager, taxiApiConfiguration);
        Confirm(await SendAsync(api => api.ChangeRightsAsync(Id, user.UserId, rights, user.ETag)), 200, "rights-changed");
    }
}
