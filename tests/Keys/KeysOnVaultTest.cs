using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>Keys, the real SecretClient and a vault over HTTPS, together.</summary>
public sealed class KeysOnVaultTest : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CapturingLogger<Keys> _log = new();
    private FakeVault _vault = null!;
    private Keys _keys = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _vault = await FakeVault.StartAsync();
        _keys = NewInstance();
    }

    public ValueTask DisposeAsync() => _vault.DisposeAsync();

    [Fact]
    public async Task The_challenge_is_followed_the_pages_are_read_and_a_value_only_once()
    {
        _vault.Add("pepper", Base64From(0), Noon.AddDays(-3));
        _vault.Add("pepper", Base64From(1), Noon.AddDays(-2));
        _vault.Add("pepper", Base64From(2), Noon.AddDays(-1));

        await _keys.PepperAsync(Cancellation);
        Assert.Equal((1, 2, 3), (_vault.Requests["challenge"], _vault.Requests["list"], _vault.Requests["read"]));

        _time.Advance(TimeSpan.FromMinutes(5));
        await _keys.PepperAsync(Cancellation);
        Assert.Equal((1, 4, 3), (_vault.Requests["challenge"], _vault.Requests["list"], _vault.Requests["read"]));
    }

    [Fact]
    public async Task Another_instance_that_has_not_refreshed_yet_reads_a_hash_of_a_new_pepper()
    {
        _vault.Add("pepper", Base64From(0), Noon.AddDays(-9));
        await _keys.PepperAsync(Cancellation);
        _vault.Add("pepper", Base64From(1), Noon.AddHours(-2));
        var secret = ClientSecret.Generate();
        var hash = await new SecretHasher(NewInstance()).HashAsync(secret, null, Cancellation);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SecretCheck.Right, await new SecretHasher(_keys).CheckAsync(secret, hash, Cancellation));
    }

    [Fact]
    public async Task A_disabled_version_is_gone_after_the_refresh()
    {
        _vault.Add("pepper", Base64From(0), Noon.AddDays(-9));
        var leaked = _vault.Add("pepper", Base64From(1), Noon.AddDays(-1));
        Assert.Equal(leaked, (await _keys.PepperAsync(Cancellation)).Version);

        _vault.Disable(leaked);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.NotEqual(leaked, (await _keys.PepperAsync(Cancellation)).Version);
        Assert.Null(await _keys.PepperAsync(leaked, Cancellation));
    }

    [Fact]
    public async Task The_only_version_disabled_ends_the_key_until_there_is_another()
    {
        var peppers = _vault.Add("pepper", PepperValue, Noon.AddDays(-9));
        var signing = _vault.Add("token-signing", SigningValue, Noon.AddDays(-9));
        var lookup = _vault.Add("lookup", LookupValue, Noon.AddDays(-9));
        _vault.Add("lookup", Base64From(7), Noon.AddDays(-1)); // by mistake: never taken instead
        await _keys.ProbeAsync(Cancellation);

        Assert.All([peppers, signing, lookup], _vault.Disable);
        _time.Advance(TimeSpan.FromMinutes(5));
        await FailsAsync(async () => await _keys.PepperAsync(Cancellation));
        await FailsAsync(async () => await _keys.PepperAsync(peppers, Cancellation));
        await FailsAsync(async () => await _keys.SigningAsync(Cancellation));
        await FailsAsync(async () => await _keys.LookupAsync(Cancellation));
        Assert.Equal([101, 101, 101], _log.Entries.Select(entry => entry.Id));

        _vault.Down = true; // a failed read brings nothing back
        _time.Advance(TimeSpan.FromSeconds(1));
        await FailsAsync(async () => await _keys.PepperAsync(Cancellation));
        _vault.Down = false;
        var renewed = _vault.Add("pepper", Base64From(1), _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(renewed, (await _keys.PepperAsync(Cancellation)).Version);

        static Task FailsAsync(Func<Task> use) => Assert.ThrowsAsync<KeysUnavailableException>(use);
    }

    [Fact]
    public async Task A_malformed_version_does_not_keep_a_disabled_one_in_use()
    {
        var leaked = _vault.Add("pepper", PepperValue, Noon.AddDays(-9));
        await _keys.PepperAsync(Cancellation);
        _vault.Add("pepper", "oops", Noon.AddDays(-1));
        _vault.Disable(leaked);
        _time.Advance(TimeSpan.FromMinutes(5));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.PepperAsync(Cancellation));
        Assert.Contains("malformed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_request_is_tried_again()
    {
        _vault.Add("lookup", LookupValue, Noon);
        _vault.Throttle = 2;
        await _keys.LookupAsync(Cancellation);

        Assert.Equal((2, 1), (_vault.Requests["throttled"], _vault.Requests["read"]));
    }

    private Keys NewInstance() => new(new VaultKeyring(_vault.CreateClient(), _time), _time, _log);
}
