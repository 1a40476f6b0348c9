using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Eds.Core;
using Microsoft.Extensions.Time.Testing;
using Moq;
using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>What is asked of the SDK, and what is not. That the SDK and a vault agree is for <see cref="KeysOnVaultTests"/>.</summary>
public sealed class VaultKeyringTests
{
    private static readonly Uri Vault = new("https://vault.example");

    private readonly Mock<SecretClient> _client = new(MockBehavior.Strict);
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly VaultKeyring _keyring;

    public VaultKeyringTests()
    {
        _client.SetupGet(client => client.VaultUri).Returns(Vault);
        _keyring = new VaultKeyring(_client.Object, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KeyName.Pepper, "pepper")]
    [InlineData(KeyName.TokenSigning, "token-signing")]
    [InlineData(KeyName.Lookup, "lookup")]
    public async Task Each_key_has_a_secret_of_its_own(KeyName name, string secret)
    {
        Lists(secret, [Listed(secret, "1", Noon)]);
        Answers(secret, "1", "value");

        Assert.Equal([new KeyVersion("1", Noon, "value")], await _keyring.ReadAsync(name, Cancellation));
    }

    [Fact]
    public async Task All_pages_are_read_and_the_newest_comes_first()
    {
        Lists("pepper", [Listed("pepper", "b", Noon.AddDays(-2)), Listed("pepper", "d", Noon)], [Listed("pepper", "a", Noon.AddDays(-1)), Listed("pepper", "c", Noon)]);
        foreach (var version in new[] { "a", "b", "c", "d" })
        {
            Answers("pepper", version, $"value {version}");
        }

        var versions = await _keyring.ReadAsync(KeyName.Pepper, Cancellation);

        Assert.Equal(["c", "d", "a", "b"], versions.Select(v => v.Version));
        Assert.Equal("value b", versions[^1].Value);
    }

    [Fact]
    public async Task Disabled_expired_and_not_yet_active_versions_are_not_even_read()
    {
        Lists(
            "pepper",
            [
                Listed("pepper", "on", Noon, p => p.ExpiresOn = Noon.AddSeconds(1)),
                Listed("pepper", "off", Noon, p => p.Enabled = false),
                Listed("pepper", "expired", Noon, p => p.ExpiresOn = Noon),
                Listed("pepper", "later", Noon, p => p.NotBefore = Noon.AddSeconds(1)),
            ]);
        Answers("pepper", "on", "value");
        Answers("pepper", "later", "value");

        Assert.Equal("on", Assert.Single(await _keyring.ReadAsync(KeyName.Pepper, Cancellation)).Version);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("later", Assert.Single(await _keyring.ReadAsync(KeyName.Pepper, Cancellation)).Version);
    }

    [Fact]
    public async Task A_known_versions_value_is_read_once()
    {
        Lists("pepper", [Listed("pepper", "1", Noon)]);
        Answers("pepper", "1", "value");
        await _keyring.ReadAsync(KeyName.Pepper, Cancellation);
        Lists("pepper", [Listed("pepper", "1", Noon), Listed("pepper", "2", Noon.AddHours(1))]);
        Answers("pepper", "2", "other");

        var versions = await _keyring.ReadAsync(KeyName.Pepper, Cancellation);

        Assert.Equal(["other", "value"], versions.Select(v => v.Value));
        _client.Verify(client => client.GetSecretAsync("pepper", "1", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task No_version_at_all_is_unavailable_and_says_what_is_missing()
    {
        Lists("lookup", [Listed("lookup", "off", Noon, p => p.Enabled = false)]);

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(() => _keyring.ReadAsync(KeyName.Lookup, Cancellation));

        Assert.Equal("The key Lookup has no version: 'lookup' in https://vault.example/ needs one that is enabled and within its dates.", failure.Message);
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

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_fails_at_the_vault_is_unavailable_with_its_cause(Exception outage)
    {
        Lists("pepper", [Listed("pepper", "1", Noon)]);
        _client.Setup(client => client.GetSecretAsync("pepper", "1", It.IsAny<CancellationToken>())).ThrowsAsync(outage);

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(() => _keyring.ReadAsync(KeyName.Pepper, Cancellation));

        Assert.Same(outage, failure.InnerException);
        Assert.Contains("The key Pepper could not be read: 'pepper' in https://vault.example/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_never_answers_is_given_up_on()
    {
        Lists("pepper", [Listed("pepper", "1", Noon)]);
        var asked = new TaskCompletionSource();
        _client.Setup(client => client.GetSecretAsync("pepper", "1", It.IsAny<CancellationToken>()))
            .Returns<string, string, CancellationToken>(async (_, _, cancellation) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
                return null!;
            });

        var reading = _keyring.ReadAsync(KeyName.Pepper, Cancellation);
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<KeysUnavailableException>(() => reading);
    }

    [Fact]
    public async Task A_bug_is_not_taken_for_an_outage()
    {
        Lists("pepper", [Listed("pepper", "1", Noon)]);
        _client.Setup(client => client.GetSecretAsync("pepper", "1", It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => _keyring.ReadAsync(KeyName.Pepper, Cancellation));
    }

    private static SecretProperties Listed(string name, string version, DateTimeOffset createdAt, Action<SecretProperties>? change = null)
    {
        var properties = SecretModelFactory.SecretProperties(
            new Uri(Vault, $"secrets/{name}/{version}"), Vault, name, version, createdOn: createdAt);
        properties.Enabled = true;
        change?.Invoke(properties);
        return properties;
    }

    private void Lists(string secret, params SecretProperties[][] pages) =>
        _client.Setup(client => client.GetPropertiesOfSecretVersionsAsync(secret, It.IsAny<CancellationToken>()))
            .Returns(AsyncPageable<SecretProperties>.FromPages(
                pages.Select((page, i) => Page<SecretProperties>.FromValues(page, i + 1 < pages.Length ? $"{i + 1}" : null, Mock.Of<Response>()))));

    private void Answers(string secret, string version, string value) =>
        _client.Setup(client => client.GetSecretAsync(secret, version, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Response.FromValue(
                SecretModelFactory.KeyVaultSecret(Listed(secret, version, Noon), value), Mock.Of<Response>()));
}
