namespace Eds.Tests;

/// <summary>The API with its keys in a vault: the real SecretClient over HTTPS against a small fake one.</summary>
[Trait("Host", "Own")]
public sealed class VaultOverHttpTest : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private FakeVault _vault = null!;
    private OwnHost _host = null!;
    private TestTaxpayer _taxpayer = null!;

    public async ValueTask InitializeAsync()
    {
        _vault = await FilledVaultAsync();
        _host = await StartAsync(_vault);
        _taxpayer = await _host.Client.EnrolAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _vault.DisposeAsync();
    }

    [Fact]
    public async Task A_new_pepper_takes_over_after_an_hour_and_secrets_move_to_it_as_they_are_used()
    {
        var chosen = await TestDevice.RegisterAsync(_taxpayer, secret: Leaks.ChosenSecret);
        var generated = await TestDevice.RegisterAsync(_taxpayer);
        var before = await HashesAsync();

        var fresh = AddPepper();
        _host.Clock.Advance(TimeSpan.FromMinutes(50));
        await TokensAreGivenAsync(chosen, generated);
        Assert.Equal(before, await HashesAsync());

        _host.Clock.Advance(TimeSpan.FromMinutes(20));
        await TokensAreGivenAsync(chosen, generated);
        Assert.All(await HashesAsync(), hash => Assert.Contains($"k={fresh}", hash, StringComparison.Ordinal));
        await TokensAreGivenAsync(chosen, generated);

        // Another instance, started now, reads what this one wrote; a wrong secret stays wrong.
        await using var other = await _host.StartSecondAsync();
        (await other.Client.IssueTokenAsync(generated.ClientId, generated.Secret)).Expect(200);
        (await other.Client.IssueTokenAsync(chosen.ClientId, chosen.Secret)).Expect(200);
        (await other.Client.IssueTokenAsync(chosen.ClientId, chosen.Secret + "?")).Expect(401, "invalid_client");
    }

    [Fact]
    public async Task The_old_secret_of_a_rotation_stays_under_its_pepper_and_the_new_one_moves()
    {
        var old = await TestDevice.RegisterAsync(_taxpayer);
        var secretId = (await _taxpayer.ClientAsync(old.ClientId)).SecretId;
        var rotated = (await _taxpayer.RotateAsync(secretId, SecretChoices.Generate, 24)).Expect(200).Value;
        var fresh = AddPepper();
        _host.Clock.Advance(TimeSpan.FromMinutes(70));

        await TokensAreGivenAsync(old);
        Assert.DoesNotContain($"k={fresh}", Assert.Single(await HashesAsync()), StringComparison.Ordinal);
        await TokensAreGivenAsync(old with { Secret = rotated.Secret! }, old);
        Assert.Contains($"k={fresh}", Assert.Single(await HashesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_signing_key_is_published_at_once_and_signs_after_an_hour()
    {
        var device = await TestDevice.RegisterAsync(_taxpayer);
        var first = await KeyOfTokenAsync(device);

        _vault.Add("token-signing", TestKeys.NewSigning(), _host.Clock.GetUtcNow());
        _host.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(first, await KeyOfTokenAsync(device));
        Assert.Equal(2, (await KeyIdsAsync()).Count);
        var oldToken = await device.TokenAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(first, await KeyOfTokenAsync(device));
        (await device.WhoAmIAsync(oldToken)).Expect(200);
        Assert.Contains(first, await KeyIdsAsync());
    }

    [Fact]
    public async Task A_rotation_goes_through_while_the_vault_is_down_and_a_disabled_old_pepper_harms_only_those_who_did_not_move()
    {
        var moved = await TestDevice.RegisterAsync(_taxpayer, secret: Leaks.ChosenSecret);
        var left = await TestDevice.RegisterAsync(_taxpayer, secret: Leaks.ChosenSecret + " 2");
        await TokensAreGivenAsync(moved);
        var fresh = AddPepper();
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        await TokensAreGivenAsync(moved);
        _vault.Down = true;
        _host.Clock.Advance(TimeSpan.FromMinutes(60));
        await TokensAreGivenAsync(moved);
        Assert.Single(await HashesAsync(), hash => hash.Contains($"k={fresh}", StringComparison.Ordinal));

        _vault.Down = false;
        _vault.DisableFirst("pepper");
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        await TokensAreGivenAsync(moved);
        (await left.AskAsync()).Expect(503, "temporarily_unavailable");

        // A rotation is the way out, though the new secret cannot be compared with the old one.
        var asManager = await _taxpayer.SignInAsync();
        var secretId = (await asManager.ClientAsync(left.ClientId)).SecretId;
        (await asManager.RotateAsync(secretId, SecretChoices.Value(Leaks.ChosenSecret + " 3"), 24)).Expect(200);
        await TokensAreGivenAsync(left with { Secret = Leaks.ChosenSecret + " 3" });
        (await left.AskAsync()).Expect(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task Started_with_the_vault_down_it_fails_closed_says_why_and_recovers()
    {
        _vault.Down = true;
        await using var host = await StartAsync(_vault);
        var client = host.Client.As(await TestPerson.New().SignInAsync(host.Client));
        Assert.Equal("5", (await client.GetMeAsync()).Expect(503, "keys-unavailable").RetryAfter());
        (await client.GetKeysAsync()).Expect(503, "keys-unavailable");
        (await client.WhoAmIAsync()).Expect(503, "temporarily_unavailable");
        Assert.Equal("unavailable", (await client.GetHealthAsync()).Expect(503).Value.Keys);

        _vault.Down = false;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        (await client.GetMeAsync()).Expect(200);
        (await client.GetHealthAsync()).Expect(200);
    }

    internal static async Task<FakeVault> FilledVaultAsync()
    {
        var vault = await FakeVault.StartAsync();
        vault.Add("lookup", TestKeys.LookupValue, Now.AddDays(-9));
        vault.Add("token-signing", TestKeys.SigningValue, Now.AddDays(-9));
        vault.Add("pepper", TestKeys.PepperValue, Now.AddDays(-9));
        return vault;
    }

    internal static Task<OwnHost> StartAsync(FakeVault vault, IReadOnlyDictionary<string, string?>? settings = null) =>
        OwnHost.StartAsync(Now, settings, services: services => services.AddSingleton<IKeyring>(
            provider => new VaultKeyring(vault.CreateClient(), provider.GetRequiredService<TimeProvider>())));

    private string AddPepper() => _vault.Add("pepper", TestKeys.Base64From(64), _host.Clock.GetUtcNow());

    private static async Task TokensAreGivenAsync(params TestDevice[] devices)
    {
        foreach (var device in devices)
        {
            await device.TokenAsync();
        }
    }

    private static async Task<string> KeyOfTokenAsync(TestDevice device) =>
        Jwt.Read(await device.TokenAsync()).Header["kid"]!.GetValue<string>();

    private async Task<IReadOnlyList<string>> KeyIdsAsync() =>
        [.. (await _host.Client.GetKeysAsync()).Expect(200).Value.Keys.Select(key => key.Kid)];

    private async Task<IReadOnlyList<string>> HashesAsync() =>
        [.. (await _host.RowsAsync(_taxpayer.Id)).Of("secret").Select(secret => secret.GetString("Hash"))];
}
