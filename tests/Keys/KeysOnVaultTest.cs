using Azure;
using Azure.Identity;
using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>Keys, the real SecretClient and a vault, together.</summary>
public sealed class KeysOnVaultTest : IDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CapturingLogger<Keys> _log = new();
    private readonly FakeVault _vault = new();
    private readonly Keys _keys;

    public KeysOnVaultTest() => _keys = NewInstance();

    public static TheoryData<Exception> Outages =>
    [
        new RequestFailedException(503, "down"),
        new RequestFailedException(403, "no role"),
        new AuthenticationFailedException("no identity"),
        new CredentialUnavailableException("no identity here"),
        new TaskCanceledException("network timeout"),
        new AggregateException("several tries", new RequestFailedException(0, "refused"), new TaskCanceledException()),
    ];

    public void Dispose() => _vault.Dispose();

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

    [Fact]
    public async Task The_newest_version_comes_first_and_of_one_second_the_lowest_id()
    {
        var oldest = _vault.Add("pepper", "1", Noon.AddDays(-2));
        string[] ofOneSecond = [_vault.Add("pepper", "2", Noon), _vault.Add("pepper", "3", Noon)];
        var between = _vault.Add("pepper", "4", Noon.AddDays(-1));

        var versions = await NewKeyring().ReadAsync(KeyName.Pepper, Cancellation);

        Assert.Equal([.. ofOneSecond.Order(StringComparer.Ordinal), between, oldest], versions.Select(version => version.Version));
        Assert.Equal(("4", "1"), (versions[2].Value, versions[3].Value));
    }

    [Fact]
    public async Task Disabled_expired_and_not_yet_active_versions_are_not_even_read()
    {
        var keyring = NewKeyring();
        var current = _vault.Add("pepper", "1", Noon, expires: Noon.AddSeconds(1));
        _vault.Disable(_vault.Add("pepper", "2", Noon));
        _vault.Add("pepper", "3", Noon, expires: Noon);
        var later = _vault.Add("pepper", "4", Noon, notBefore: Noon.AddSeconds(1));

        Assert.Equal(current, Assert.Single(await keyring.ReadAsync(KeyName.Pepper, Cancellation)).Version);
        Assert.Equal(1, _vault.Requests["read"]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(later, Assert.Single(await keyring.ReadAsync(KeyName.Pepper, Cancellation)).Version);
    }

    [Fact]
    public async Task No_version_at_all_is_unavailable_and_says_what_is_missing()
    {
        _vault.Disable(_vault.Add("lookup", LookupValue, Noon));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(() => NewKeyring().ReadAsync(KeyName.Lookup, Cancellation));

        Assert.Equal(
            $"The key Lookup has no version: 'lookup' in {_vault.Address} needs one that is enabled and within its dates.",
            failure.Message);
    }

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_fails_at_the_vault_is_unavailable_with_its_cause(Exception outage)
    {
        _vault.Before = _ => throw outage;

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(() => NewKeyring().ReadAsync(KeyName.Pepper, Cancellation));

        Assert.Same(outage, failure.InnerException);
        Assert.Contains($"The key Pepper could not be read: 'pepper' in {_vault.Address}.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_is_not_taken_for_an_outage()
    {
        _vault.Before = _ => throw new InvalidOperationException();

        await Assert.ThrowsAsync<InvalidOperationException>(() => NewKeyring().ReadAsync(KeyName.Pepper, Cancellation));
    }

    [Fact]
    public async Task A_vault_that_never_answers_is_given_up_on()
    {
        var asked = new TaskCompletionSource();
        _vault.Before = async cancellation =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        };

        var reading = NewKeyring().ReadAsync(KeyName.Pepper, Cancellation);
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<KeysUnavailableException>(() => reading);
    }

    private VaultKeyring NewKeyring() => new(_vault.CreateClient(), _time);

    private Keys NewInstance() => new(NewKeyring(), _time, _log);
}
