using Azure;
using Azure.Security.KeyVault.Secrets;
using Moq;

namespace Eds.Tests;

/// <summary>A strict mock of the SDK: a call that was not set up fails the test.</summary>
internal sealed class MockedVault
{
    private static readonly Uri Address = new("https://vault.example");

    public MockedVault() => Client.SetupGet(client => client.VaultUri).Returns(Address);

    public Mock<SecretClient> Client { get; } = new(MockBehavior.Strict);

    public static SecretProperties Version(
        string secret, string version, DateTimeOffset createdAt, Action<SecretProperties>? change = null)
    {
        var properties = SecretModelFactory.SecretProperties(
            new Uri(Address, $"secrets/{secret}/{version}"), Address, secret, version, createdOn: createdAt);
        properties.Enabled = true;
        change?.Invoke(properties);
        return properties;
    }

    public void Lists(string secret, params SecretProperties[][] pages) =>
        Client.Setup(client => client.GetPropertiesOfSecretVersionsAsync(secret, It.IsAny<CancellationToken>()))
            .Returns(AsyncPageable<SecretProperties>.FromPages(pages.Select((page, i) =>
                Page<SecretProperties>.FromValues(page, i + 1 < pages.Length ? $"{i + 1}" : null, Mock.Of<Response>()))));

    public void Answers(string secret, string version, string value) =>
        Client.Setup(client => client.GetSecretAsync(secret, version, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Response.FromValue(
                SecretModelFactory.KeyVaultSecret(Version(secret, version, default), value), Mock.Of<Response>()));

    public void Fails(string secret, string version, Exception failure) =>
        Client.Setup(client => client.GetSecretAsync(secret, version, It.IsAny<CancellationToken>())).ThrowsAsync(failure);

    /// <summary>The task ends when the value is asked for; the answer never comes.</summary>
    public Task Hangs(string secret, string version)
    {
        var asked = new TaskCompletionSource();
        Client.Setup(client => client.GetSecretAsync(secret, version, It.IsAny<CancellationToken>()))
            .Returns<string, string, CancellationToken>((_, _, cancellation) =>
            {
                asked.SetResult();
                return new TaskCompletionSource<Response<KeyVaultSecret>>().Task.WaitAsync(cancellation);
            });
        return asked.Task;
    }
}
