namespace Eds.Core;

/// <summary>The keys, cached. A malformed version is logged and skipped, so that a bad new one does not take down the one in use.</summary>
public sealed class Keys(IKeyring keyring, TimeProvider time, ILogger<Keys> logger)
{
    private readonly KeyCache<Pepper> _peppers = new(KeyName.Pepper, keyring, version => new(version), time, logger);
    private readonly KeyCache<SigningKey> _signing = new(KeyName.TokenSigning, keyring, version => new(version), time, logger);
    private readonly KeyCache<LookupKey> _lookup = new(KeyName.Lookup, keyring, version => new(version), time, logger);

    public async ValueTask<Pepper> PepperAsync(CancellationToken cancellation) =>
        KeyRotation.Current(await _peppers.VersionsAsync(cancellation), time.GetUtcNow());

    /// <summary>Null: no such version is in use.</summary>
    public ValueTask<Pepper?> PepperAsync(string version, CancellationToken cancellation) => _peppers.FindAsync(version, cancellation);

    /// <summary>Always the oldest: it is never rotated, and a version added by mistake changes nothing.</summary>
    public async ValueTask<LookupKey> LookupAsync(CancellationToken cancellation) => (await _lookup.VersionsAsync(cancellation))[^1].Key;

    public async ValueTask<SigningKeys> SigningAsync(CancellationToken cancellation)
    {
        var versions = await _signing.VersionsAsync(cancellation);
        var now = time.GetUtcNow();
        return new SigningKeys(KeyRotation.Current(versions, now), KeyRotation.Published(versions, now));
    }

    /// <exception cref="KeysUnavailableException"/>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        await PepperAsync(cancellation);
        await LookupAsync(cancellation);
        await SigningAsync(cancellation);
    }
}
