namespace Eds.Tests;

/// <summary>The API with its keys in a vault: the real SecretClient over HTTPS against a small fake one.</summary>
[Trait("Host", "Own")]
public sealed class VaultOverHttpTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_new_pepper_takes_over_after_an_hour_and_secrets_move_to_it_as_they_are_used()
    {
        await using var vault = await FilledVaultAsync();
        await using var host = await StartAsync(vault);
        var taxpayer = await host.Client.EnrolAsync();
        var chosen = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201);
        var (generated, secret) = (registered.ClientIds()[0], registered.Value.Secret!);
        var before = await HashesAsync(host, taxpayer.Id);

        var fresh = vault.Add("pepper", TestKeys.Base64From(64), host.Clock.GetUtcNow());
        host.Clock.Advance(TimeSpan.FromMinutes(50));
        await TokensAreGivenAsync(host, (chosen, Leaks.ChosenSecret), (generated, secret));
        Assert.Equal(before, await HashesAsync(host, taxpayer.Id));

        host.Clock.Advance(TimeSpan.FromMinutes(20));
        await TokensAreGivenAsync(host, (chosen, Leaks.ChosenSecret), (generated, secret));
        Assert.All(await HashesAsync(host, taxpayer.Id), hash => Assert.Contains($"k={fresh}", hash, StringComparison.Ordinal));
        await TokensAreGivenAsync(host, (chosen, Leaks.ChosenSecret), (generated, secret));

        // Another instance, started now, reads what this one wrote; a wrong secret stays wrong.
        await using var other = await StartAsync(vault, host.ConnectionString);
        other.Clock.SetUtcNow(host.Clock.GetUtcNow());
        await TokensAreGivenAsync(other, (chosen, Leaks.ChosenSecret), (generated, secret));
        (await other.Client.IssueTokenAsync(chosen, Leaks.ChosenSecret + "?")).Expect(401, "invalid_client");
    }

    [Fact]
    public async Task The_old_secret_of_a_rotation_stays_under_its_pepper_and_the_new_one_moves()
    {
        await using var vault = await FilledVaultAsync();
        await using var host = await StartAsync(vault);
        var taxpayer = await host.Client.EnrolAsync();
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201);
        var (clientId, old) = (registered.ClientIds()[0], registered.Value.Secret!);
        var rotated = (await taxpayer.RotateAsync(registered.Value.SecretId!, SecretChoices.Generate, 24)).Expect(200);
        var fresh = vault.Add("pepper", TestKeys.Base64From(64), host.Clock.GetUtcNow());
        host.Clock.Advance(TimeSpan.FromMinutes(70));

        await TokensAreGivenAsync(host, (clientId, old));
        Assert.All(await HashesAsync(host, taxpayer.Id), hash => Assert.DoesNotContain($"k={fresh}", hash, StringComparison.Ordinal));
        await TokensAreGivenAsync(host, (clientId, rotated.Value.Secret!), (clientId, old));
        Assert.All(await HashesAsync(host, taxpayer.Id), hash => Assert.Contains($"k={fresh}", hash, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_signing_key_is_published_at_once_and_signs_after_an_hour()
    {
        await using var vault = await FilledVaultAsync();
        await using var host = await StartAsync(vault);
        var taxpayer = await host.Client.EnrolAsync();
        var clientId = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        var first = await KeyOfTokenAsync(host, clientId);

        vault.Add("token-signing", TestKeys.NewSigning(), host.Clock.GetUtcNow());
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(first, await KeyOfTokenAsync(host, clientId));
        await KeyIdsAsync(host); // begins the refresh
        Assert.Equal(2, (await KeyIdsAsync(host)).Count);
        host.Clock.Advance(TimeSpan.FromMinutes(49));
        var oldToken = await TokenAsync(host, clientId);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(first, await KeyOfTokenAsync(host, clientId));
        (await host.Client.As(oldToken).WhoAmIAsync()).Expect(200);
        Assert.Contains(first, await KeyIdsAsync(host));
    }

    [Fact]
    public async Task A_rotation_goes_through_while_the_vault_is_down_and_a_disabled_old_pepper_harms_only_those_who_did_not_move()
    {
        await using var vault = await FakeVault.StartAsync();
        var oldPepper = Fill(vault);
        await using var host = await StartAsync(vault);
        var taxpayer = await host.Client.EnrolAsync();
        var moved = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        var left = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1), SecretChoices.Value(Leaks.ChosenSecret + " 2")))[0];
        await TokensAreGivenAsync(host, (moved, Leaks.ChosenSecret));
        var fresh = vault.Add("pepper", TestKeys.Base64From(64), host.Clock.GetUtcNow());
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await TokensAreGivenAsync(host, (moved, Leaks.ChosenSecret));
        vault.Down = true;
        host.Clock.Advance(TimeSpan.FromMinutes(60));
        await TokensAreGivenAsync(host, (moved, Leaks.ChosenSecret));
        Assert.Single(await HashesAsync(host, taxpayer.Id), hash => hash.Contains($"k={fresh}", StringComparison.Ordinal));

        vault.Down = false;
        vault.Disable(oldPepper);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await TokensAreGivenAsync(host, (moved, Leaks.ChosenSecret));
        (await host.Client.IssueTokenAsync(left, Leaks.ChosenSecret + " 2")).Expect(503, "temporarily_unavailable");

        // A rotation is the way out, though the new secret cannot be compared with the old one.
        taxpayer = await taxpayer.SignInAsync();
        var secretId = (await taxpayer.ClientsAsync()).Single(client => client.ClientId == left).SecretId;
        (await taxpayer.RotateAsync(secretId, SecretChoices.Value(Leaks.ChosenSecret + " 3"), 24)).Expect(200);
        await TokensAreGivenAsync(host, (left, Leaks.ChosenSecret + " 3"));
        (await host.Client.IssueTokenAsync(left, Leaks.ChosenSecret + " 2")).Expect(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task The_only_version_of_a_key_disabled_everything_that_needs_it_is_refused()
    {
        await using var vault = await FakeVault.StartAsync();
        var pepper = Fill(vault);
        await using var host = await StartAsync(vault);
        var taxpayer = await host.Client.EnrolAsync();
        var clientId = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];

        vault.Disable(pepper);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(503, "temporarily_unavailable");
        (await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(503, "keys-unavailable");
        Assert.Equal("unavailable", (await host.Client.GetHealthAsync()).Expect(503).Value.Keys);
    }

    [Fact]
    public async Task Started_with_the_vault_down_it_fails_closed_says_why_and_recovers()
    {
        await using var vault = await FilledVaultAsync();
        vault.Down = true;
        await using var host = await StartAsync(vault);
        var token = await TestPerson.New().SignInAsync(host.Client);
        Assert.Equal("5", (await host.Client.As(token).GetMeAsync()).Expect(503, "keys-unavailable").RetryAfter());
        (await host.Client.GetKeysAsync()).Expect(503, "keys-unavailable");
        (await host.Client.As(token).WhoAmIAsync()).Expect(503, "temporarily_unavailable");
        Assert.Equal("unavailable", (await host.Client.GetHealthAsync()).Expect(503).Value.Keys);

        vault.Down = false;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        (await host.Client.As(token).GetMeAsync()).Expect(200);
        (await host.Client.GetHealthAsync()).Expect(200);
    }

    internal static async Task<FakeVault> FilledVaultAsync()
    {
        var vault = await FakeVault.StartAsync();
        Fill(vault);
        return vault;
    }

    /// <returns>The version of the pepper.</returns>
    private static string Fill(FakeVault vault)
    {
        vault.Add("lookup", TestKeys.LookupValue, Now.AddDays(-9));
        vault.Add("token-signing", TestKeys.SigningValue, Now.AddDays(-9));
        return vault.Add("pepper", TestKeys.PepperValue, Now.AddDays(-9));
    }

    private static Task<OwnHost> StartAsync(FakeVault vault, string? connectionString = null) =>
        OwnHost.StartAsync(Now, connectionString: connectionString, services: services =>
            services.AddSingleton<IKeyring>(
                provider => new VaultKeyring(vault.CreateClient(), provider.GetRequiredService<TimeProvider>())));

    private static async Task TokensAreGivenAsync(OwnHost host, params (string ClientId, string Secret)[] clients)
    {
        // Twice: a refresh goes on behind the first request that finds the keys too old.
        for (var i = 0; i < 2; i++)
        {
            foreach (var (clientId, secret) in clients)
            {
                (await host.Client.IssueTokenAsync(clientId, secret)).Expect(200);
            }
        }
    }

    private static async Task<string> TokenAsync(OwnHost host, string clientId) =>
        (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200).Value.AccessToken;

    private static async Task<string> KeyOfTokenAsync(OwnHost host, string clientId) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(await TokenAsync(host, clientId)).Kid;

    private static async Task<IReadOnlyList<string>> KeyIdsAsync(OwnHost host) =>
        [.. (await host.Client.GetKeysAsync()).Expect(200).Value.Keys.Select(key => key.Kid)];

    private static async Task<IReadOnlyList<string>> HashesAsync(OwnHost host, string taxpayerId) =>
        [.. (await host.RowsAsync(taxpayerId)).Of("secret").Select(secret => secret.GetString("Hash"))];
}
