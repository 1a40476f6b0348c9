using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Security.KeyVault.Secrets;

namespace Eds.Core;

/// <summary>
/// Keys from Key Vault: one secret per key, all its enabled versions that are within their activation and expiry dates. A version
/// never changes, so its value is read once; a refresh is a listing.
/// </summary>
/// <remarks>The app's identity needs the role Key Vault Secrets User (list versions, read values).</remarks>
public sealed class VaultKeyring(SecretClient client, TimeProvider time) : IKeyring
{
    /// <summary>For a whole read with its retries; callers without a key wait that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<KeyName, IReadOnlyList<KeyVersion>> _known = new();

    public async Task<IReadOnlyList<KeyVersion>> ReadAsync(KeyName name, CancellationToken cancellation)
    {
        var secret = SecretName(name);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
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
                $"The key {name} could not be read: '{secret}' in {client.VaultUri}. Look at whether the vault can be reached, and at "
                + "the app identity's role Key Vault Secrets User.", e);
        }
    }

    private static string SecretName(KeyName name) => name switch
    {
        KeyName.Pepper => "pepper",
        KeyName.TokenSigning => "token-signing",
        KeyName.Lookup => "lookup",
        _ => throw new UnreachableException($"{name}"),
    };

    private async Task<IReadOnlyList<KeyVersion>> ReadAsync(
        string secret, IReadOnlyList<KeyVersion> known, CancellationToken cancellation)
    {
        var all = new List<SecretProperties>();
        await foreach (var listed in client.GetPropertiesOfSecretVersionsAsync(secret, cancellation))
        {
            all.Add(listed);
        }

        // The lookup key is the oldest version, also if that is disabled: then there is none, rather than another one.
        var versions = new List<KeyVersion>();
        var needed = secret == SecretName(KeyName.Lookup)
            ? all.OrderBy(v => v.CreatedOn).ThenByDescending(v => v.Version, StringComparer.Ordinal).Take(1)
            : all;
        foreach (var listed in needed)
        {
            if (IsInUse(listed))
            {
                versions.Add(known.FirstOrDefault(k => k.Version == listed.Version) ?? await ReadAsync(listed, cancellation));
            }
        }

        // Key Vault counts in whole seconds: the id decides between two of the same second, alike on every instance.
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

    /// <summary>
    /// Refused or unreachable, no token for the app's identity, out of patience, or an answer that is not Key Vault's (a proxy's page).
    /// The SDK wraps the failures of several tries in an <see cref="AggregateException"/>.
    /// </summary>
    private static bool IsOutage(Exception e) => e
        is RequestFailedException
        or AuthenticationFailedException
        or OperationCanceledException
        or JsonException
        || (e is AggregateException several && several.InnerExceptions.All(IsOutage));
}
