using Azure;
using Azure.Identity;
using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>Keyring and keys on the real SecretClient. That each key has its secret, <see cref="VaultOverHttpTest"/> sees.</summary>
public sealed class VaultKeyringTest : IDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CapturingLogger<Keys> _log = new();
    private readonly FakeVault _vault = new();
    private readonly VaultKeyring _keyring;
    private readonly Keys _keys;

    public VaultKeyringTest() =>
        (_keyring, _keys) = (new(_vault.CreateClient(), _time), new(new VaultKeyring(_vault.CreateClient(), _time), _time, _log));

    public static TheoryData<Exception> Outages =>
    [
        new RequestFailedException(503, "down"),
        new RequestFailedException(403, "no role"),
        new AuthenticationFailedException("no identity"),
        new CredentialUnavailableException("no identity here"),
        new TaskCanceledException("network timeout"),
        new AggregateException("several tries", new RequestFailedException(0, "refused"), new TaskCanceledException()),
    ];

    [Fact]
    public async Task The_challenge_is_followed_all_pages_are_read_and_a_value_only_once()
    {
        foreach (var (version, createdAt) in new[] { ("b", Noon.AddDays(-2)), ("d", Noon), ("a", Noon.AddDays(-1)), ("c", Noon) })
        {
            _vault.Add("pepper", $"value {version}", createdAt, version: version);
        }

        var versions = await ReadAsync();
        Assert.Equal("c d a b", string.Join(' ', versions.Select(version => version.Version))); // the newest first
        Assert.Equal("value b", versions[^1].Value);
        Assert.Equal((1, 2, 4), (_vault.Requests["challenge"], _vault.Requests["list"], _vault.Requests["read"]));

        Assert.Equal(versions, await ReadAsync());
        Assert.Equal((1, 4, 4), (_vault.Requests["challenge"], _vault.Requests["list"], _vault.Requests["read"]));
    }

    [Fact]
    public async Task Disabled_expired_and_not_yet_active_versions_are_not_even_read()
    {
        var on = _vault.Add("pepper", "value", Noon, version => version.ExpiresOn = Noon.AddSeconds(1));
        _vault.Add("pepper", "value", Noon, version => version.Enabled = false);
        _vault.Add("pepper", "value", Noon, version => version.ExpiresOn = Noon);
        var later = _vault.Add("pepper", "value", Noon, version => version.NotBefore = Noon.AddSeconds(1));

        Assert.Equal(on, Assert.Single(await ReadAsync()).Version);
        Assert.Equal(1, _vault.Requests["read"]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(later, Assert.Single(await ReadAsync()).Version);
    }

    [Fact]
    public async Task No_version_at_all_is_unavailable_and_says_what_is_missing()
    {
        _vault.Add("pepper", "value", Noon, version => version.Enabled = false);

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(ReadAsync);

        Assert.Equal(
            "The key Pepper has no version: 'pepper' in https://vault.example/ needs one that is enabled and within its dates.",
            failure.Message);
    }

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_fails_at_the_vault_is_unavailable_with_its_cause(Exception outage)
    {
        _vault.Add("pepper", "value", Noon);
        _vault.Before = _ => Task.FromException(outage);

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(ReadAsync);

        Assert.NotNull(failure.InnerException);
        Assert.Contains("The key Pepper could not be read: 'pepper' in https://vault.example/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_never_answers_is_given_up_on()
    {
        var asked = new TaskCompletionSource();
        _vault.Add("pepper", "value", Noon);
        _vault.Before = cancellation =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellation);
        };

        var reading = ReadAsync();
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<KeysUnavailableException>(() => reading);
    }

    [Fact]
    public async Task A_bug_is_not_taken_for_an_outage()
    {
        _vault.Add("pepper", "value", Noon);
        _vault.Before = _ => throw new InvalidOperationException();

        await Assert.ThrowsAsync<InvalidOperationException>(ReadAsync);
    }

    [Fact]
    public async Task The_only_version_disabled_ends_the_key_until_there_is_another()
    {
        var pepper = _vault.Add("pepper", PepperValue, Noon.AddDays(-9));
        var signing = _vault.Add("token-signing", SigningValue, Noon.AddDays(-9));
        var lookup = _vault.Add("lookup", LookupValue, Noon.AddDays(-9));
        _vault.Add("lookup", Base64From(7), Noon.AddDays(-1)); // by mistake: never taken instead
        await _keys.ProbeAsync(Cancellation);

        Assert.All([pepper, signing, lookup], _vault.Disable);
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

    public void Dispose() => _vault.Dispose();

    private Task<IReadOnlyList<KeyVersion>> ReadAsync() => _keyring.ReadAsync(KeyName.Pepper, Cancellation);
}
