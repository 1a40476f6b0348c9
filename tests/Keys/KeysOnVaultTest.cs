using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>Keys, the real SecretClient and a vault over HTTPS, together.</summary>
public sealed class KeysOnVaultTest : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CapturingLogger<Keys> _log = new();
    private FakeVault _vault = null!;
    private Keys _keys = null!;

    public async ValueTask InitializeAsync()
    {
        _vault = await FakeVault.StartAsync();
        _keys = new Keys(new VaultKeyring(_vault.CreateClient(), _time), _time, _log);
    }

    public ValueTask DisposeAsync() => _vault.DisposeAsync();

    [Fact]
    public async Task The_challenge_is_followed_the_pages_are_read_and_a_value_only_once()
    {
        _vault.Add("pepper", Base64From(0), Noon.AddDays(-3));
        _vault.Add("pepper", Base64From(1), Noon.AddDays(-2));
        _vault.Add("pepper", Base64From(2), Noon.AddDays(-1));

        await _keys.PepperAsync(Cancellation);
        Assert.Equal((1, 2, 3), _vault.Requests);

        _time.Advance(TimeSpan.FromMinutes(5));
        await _keys.PepperAsync(Cancellation);
        Assert.Equal((1, 4, 3), _vault.Requests);
    }

    [Fact]
    public async Task The_only_version_disabled_ends_the_key_until_there_is_another()
    {
        var pepper = _vault.Add("pepper", PepperValue, Noon.AddDays(-9));
        _vault.Add("token-signing", SigningValue, Noon.AddDays(-9));
        _vault.Add("lookup", LookupValue, Noon.AddDays(-9));
        _vault.Add("lookup", Base64From(7), Noon.AddDays(-1)); // by mistake: never taken instead
        await _keys.ProbeAsync(Cancellation);

        Assert.All(["pepper", "token-signing", "lookup"], _vault.DisableFirst);
        _time.Advance(TimeSpan.FromMinutes(5));
        await FailsAsync(async () => await _keys.PepperAsync(Cancellation));
        await FailsAsync(async () => await _keys.PepperAsync(pepper, Cancellation));
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
}
