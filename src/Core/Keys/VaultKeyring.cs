using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Security.KeyVault.Secrets;

namespace Eds.Core;

/// <summary>One Key Vault secret per key, its enabled versions within their dates. A version never changes, so it is read once.</summary>
public sealed class VaultKeyring(SecretClient client, TimeProvider time) : IKeyring
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15); // for a whole read with its retries

    private readonly ConcurrentDictionary<KeyName, IReadOnlyList<KeyVersion>> _known = new();

    public async Task<IReadOnlyList<KeyVersion>> ReadAsync(KeyName name, CancellationToken cancellation)
    {
        var secret = SecretName(name);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            var versions = await ReadAsync(secret, _known.GetValueOrDefault(name, []), either.Token);
            _known[name] = versions;
            Metrics.VaultRead(name, ok: true);
            return versions.Count > 0 ? versions : throw KeysUnavailableException.NoVersion(
                $"The key {name} has no version: '{secret}' in {client.VaultUri} needs one that is enabled and within its dates.");
        }
        catch (Exception e) when (IsOutage(e) && !cancellation.IsCancellationRequested)
        {
            Metrics.VaultRead(name, ok: false);
            throw new KeysUnavailableException(
                $"The key {name} could not be read: '{secret}' in {client.VaultUri}. Check that the vault can be reached and that "
                + "the app identity has the role Key Vault Secrets User.", e);
        }
    }

    /// <summary><c>pepper</c>, <c>token-signing</c>, <c>lookup</c>.</summary>
    private static string SecretName(KeyName name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name.ToString());

    private async Task<IReadOnlyList<KeyVersion>> ReadAsync(
        string secret, IReadOnlyList<KeyVersion> known, CancellationToken cancellation)
    {
        var all = await client.GetPropertiesOfSecretVersionsAsync(secret, cancellation).ToListAsync(cancellation);

        // The lookup key is always the oldest version: if that is disabled, there is no key rather than another one.
        var candidates = secret == SecretName(KeyName.Lookup)
            ? all.OrderBy(v => v.CreatedOn).ThenByDescending(v => v.Version, StringComparer.Ordinal).Take(1)
            : all;
        var versions = new List<KeyVersion>();
        foreach (var listed in candidates.Where(IsInUse))
        {
            versions.Add(known.FirstOrDefault(k => k.Version == listed.Version) ?? await ReadAsync(listed, cancellation));
        }

        // CreatedOn has whole seconds: the id decides between two of the same second, alike on every instance.
        return [.. versions.OrderByDescending(v => v.CreatedAt).ThenBy(v => v.Version, StringComparer.Ordinal)];
    }

    private async Task<KeyVersion> ReadAsync(SecretProperties listed, CancellationToken cancellation)
    {
        var read = await client.GetSecretAsync(listed.Name, listed.Version, cancellationToken: cancellation);
        return new KeyVersion(listed.Version, listed.CreatedOn!.Value, read.Value.Value);
    }

    private bool IsInUse(SecretProperties listed)
    {
        var now = time.GetUtcNow();
        return listed is { Enabled: true, CreatedOn: not null } && !(now < listed.NotBefore) && !(now >= listed.ExpiresOn);
    }

    private static bool IsOutage(Exception e) => e
        is RequestFailedException
        or AuthenticationFailedException
        or OperationCanceledException
        or JsonException // not Key Vault's answer, e.g. a proxy's page
        || (e is AggregateException all && all.InnerExceptions.All(IsOutage)); // the SDK wraps the failures of its retries
}
