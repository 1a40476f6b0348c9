using Azure;
using Azure.Identity;
using static Eds.Tests.MockedVault;
using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>What is asked of the SDK, and what is not. That the SDK and a vault agree is for <see cref="KeysOnVaultTest"/>.</summary>
public sealed class VaultKeyringTest
{
    private readonly MockedVault _vault = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly VaultKeyring _keyring;

    public VaultKeyringTest()
    {
        _keyring = new VaultKeyring(_vault.Client.Object, _time);
        _vault.Lists("pepper", [Version("pepper", "1", Noon)]);
    }

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
    public async Task Versions_in_use_come_from_all_pages_newest_first_and_others_are_not_even_read()
    {
        _vault.Lists(
            "pepper",
            [
                Version("pepper", "b", Noon.AddDays(-2), v => v.ExpiresOn = Noon.AddSeconds(1)),
                Version("pepper", "d", Noon),
                Version("pepper", "off", Noon, v => v.Enabled = false),
            ],
            [
                Version("pepper", "a", Noon.AddDays(-1)),
                Version("pepper", "c", Noon),
                Version("pepper", "expired", Noon, v => v.ExpiresOn = Noon),
                Version("pepper", "e", Noon, v => v.NotBefore = Noon.AddSeconds(1)),
            ]);
        foreach (var version in "abcde")
        {
            _vault.Answers("pepper", $"{version}", $"value {version}");
        }

        var versions = await _keyring.ReadAsync(KeyName.Pepper, Cancellation);
        Assert.Equal("c d a b", string.Join(' ', versions.Select(v => v.Version)));
        Assert.Equal("value b", versions[^1].Value);
        _time.Advance(TimeSpan.FromSeconds(1));
        versions = await _keyring.ReadAsync(KeyName.Pepper, Cancellation);
        Assert.Equal("c d e a", string.Join(' ', versions.Select(v => v.Version)));
    }

    [Fact]
    public async Task No_version_at_all_is_unavailable_and_says_what_is_missing()
    {
        _vault.Lists("lookup", [Version("lookup", "off", Noon, v => v.Enabled = false)]);

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(() => _keyring.ReadAsync(KeyName.Lookup, Cancellation));

        Assert.Equal(
            "The key Lookup has no version: 'lookup' in https://vault.example/ needs one that is enabled and within its dates.",
            failure.Message);
    }

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_fails_at_the_vault_is_unavailable_with_its_cause(Exception outage)
    {
        _vault.Fails("pepper", "1", outage);

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(() => _keyring.ReadAsync(KeyName.Pepper, Cancellation));

        Assert.Same(outage, failure.InnerException);
        Assert.Contains("The key Pepper could not be read: 'pepper' in https://vault.example/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_never_answers_is_given_up_on()
    {
        var asked = _vault.Hangs("pepper", "1");

        var reading = _keyring.ReadAsync(KeyName.Pepper, Cancellation);
        await asked;
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<KeysUnavailableException>(() => reading);
    }

    [Fact]
    public async Task A_bug_is_not_taken_for_an_outage()
    {
        _vault.Fails("pepper", "1", new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => _keyring.ReadAsync(KeyName.Pepper, Cancellation));
    }
}
