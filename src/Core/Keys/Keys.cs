namespace Eds.Core;

/// <summary>The keys as the rest of the product sees them: in memory, read again at most every five minutes.</summary>
/// <remarks>
/// When a refresh fails, the keys known so far stay in use (a warning is logged) and it is tried again after 30 s. When it succeeds and
/// shows no version that may be used (all disabled, say), they are dropped. Without any known key everything throws
/// <see cref="KeysUnavailableException"/>; reading is then tried at most once a second. A malformed version is skipped with an error in
/// the log, so that a bad new one does not take down the one in use. For who uses which version when, see <see cref="Rotation"/>.
/// </remarks>
public sealed class Keys(IKeyring keyring, TimeProvider time, ILogger<Keys> logger)
{
    private readonly KeyCache<Pepper> _peppers = new(KeyName.Pepper, keyring, version => new(version), time, logger);

    private readonly KeyCache<SigningKey> _signing = new(KeyName.TokenSigning, keyring, version => new(version), time, logger);

    private readonly KeyCache<LookupKey> _lookup =
        new(KeyName.Lookup, keyring, version => new(version), time, logger) { OldestOnly = true };

    /// <summary>The pepper that new hashes are made with.</summary>
    public async ValueTask<Pepper> PepperAsync(CancellationToken cancellation) =>
        Rotation.Current(await _peppers.VersionsAsync(cancellation), time.GetUtcNow());

    /// <summary>The pepper that a stored hash names. Null: no such version is in use; a lost, disabled or made-up one.</summary>
    public ValueTask<Pepper?> PepperAsync(string version, CancellationToken cancellation) =>
        _peppers.FindAsync(version, cancellation);

    /// <summary>The oldest version, however many there are.</summary>
    public async ValueTask<LookupKey> LookupAsync(CancellationToken cancellation) =>
        (await _lookup.VersionsAsync(cancellation))[^1].Key;

    public async ValueTask<SigningKeys> SigningAsync(CancellationToken cancellation)
    {
        var versions = await _signing.VersionsAsync(cancellation);
        var now = time.GetUtcNow();
        return new SigningKeys(Rotation.Current(versions, now), Rotation.Published(versions, now));
    }

    /// <summary>Returns when all three keys are known.</summary>
    /// <exception cref="KeysUnavailableException">One is not.</exception>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        await PepperAsync(cancellation);
        await LookupAsync(cancellation);
        await SigningAsync(cancellation);
    }
}
