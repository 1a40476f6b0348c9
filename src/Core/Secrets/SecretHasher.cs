namespace Eds.Core;

public enum SecretCheck
{
    Wrong,
    Right,
    RightButOutdated, // hashed under an old pepper or at another cost: hash it again
}

/// <summary>A generated secret has 190 bits, so one HMAC under the pepper is enough; a chosen one goes through Argon2id first.</summary>
/// <remarks>Only the presented secret decides how much work is done: unknown client, wrong and right secret take the same time.</remarks>
public sealed class SecretHasher(Keys keys)
{
    private static readonly byte[] DummyTag = new byte[StoredHash.TagBytes];
    private static readonly byte[] DummySalt = new byte[Argon2Cost.SaltBytes];

    private int _runs;

    internal int Runs => _runs; // hashes computed, for tests

    /// <param name="beside">Null, or a stored hash to share the salt with, so that checking both costs one Argon2id.</param>
    /// <exception cref="KeysUnavailableException"/>
    /// <exception cref="QueueFullException"/>
    public async ValueTask<string> HashAsync(ClientSecret secret, string? beside, CancellationToken cancellation)
    {
        var pepper = await keys.PepperAsync(cancellation);
        var blank = Blank(secret.Kind, pepper, SaltOf(secret, beside) ?? RandomNumberGenerator.GetBytes(Argon2Cost.SaltBytes));
        return (blank with { Tag = Tag(await StretchAsync(secret, blank, cancellation), secret.Kind, pepper) }).Write();
    }

    public async ValueTask<SecretCheck> CheckAsync(ClientSecret presented, string? storedHash, CancellationToken cancellation) =>
        (await CheckAsync(presented, storedHash is null ? [] : [storedHash], cancellation)).Check;

    /// <summary>Checks against each stored hash. With none, the same work is done and the answer is Wrong.</summary>
    /// <returns>Which of them matches, or −1.</returns>
    /// <exception cref="KeysUnavailableException">No pepper; or a hash names a missing version and no other hash matches.</exception>
    /// <exception cref="InvalidDataException">A stored hash is corrupt.</exception>
    /// <exception cref="QueueFullException"/>
    public async ValueTask<(int Index, SecretCheck Check)> CheckAsync(
        ClientSecret presented, IReadOnlyList<string> storedHashes, CancellationToken cancellation)
    {
        var found = (Index: -1, Check: SecretCheck.Wrong);
        string? missing = null;
        (Argon2Cost Cost, byte[] Salt, byte[] Bytes)? stretched = null;
        for (var i = 0; i < storedHashes.Count; i++)
        {
            var stored = StoredHash.Read(storedHashes[i]);
            if (stored.Kind != presented.Kind)
            {
                continue;
            }

            // The named one first: an unknown version makes the keys be read again, which may change the current one.
            var named = await keys.PepperAsync(stored.PepperVersion, cancellation);
            missing ??= named is null ? stored.PepperVersion : null;
            var current = Blank(presented.Kind, await keys.PepperAsync(cancellation), DummySalt);
            if (stretched is not { } known || known.Cost != stored.Cost || !known.Salt.AsSpan().SequenceEqual(stored.Salt))
            {
                stretched = known = (stored.Cost, stored.Salt, await StretchAsync(presented, stored, cancellation));
            }

            if (named is not null && CryptographicOperations.FixedTimeEquals(Tag(known.Bytes, stored.Kind, named), stored.Tag))
            {
                var isCurrent = stored.PepperVersion == current.PepperVersion && stored.Cost == current.Cost;
                found = (i, isCurrent ? SecretCheck.Right : SecretCheck.RightButOutdated);
            }
        }

        if (stretched is null)
        {
            var pepper = await keys.PepperAsync(cancellation);
            var dummy = Blank(presented.Kind, pepper, DummySalt);
            var tag = Tag(await StretchAsync(presented, dummy, cancellation), presented.Kind, pepper);
            CryptographicOperations.FixedTimeEquals(tag, dummy.Tag);
        }

        return found.Index >= 0 || missing is null ? found : throw new KeysUnavailableException(
            $"A stored secret hash names version {missing} of the key {KeyName.Pepper}, which is not in use: enable or restore it. "
            + "Secrets hashed under it cannot be checked without it.");
    }

    /// <summary>A hash as it would be made now, without its tag.</summary>
    private static StoredHash Blank(SecretKind kind, Pepper pepper, byte[] salt) => kind switch
    {
        SecretKind.Generated => new StoredHash(kind, pepper.Version, default, [], DummyTag),
        SecretKind.Chosen => new StoredHash(kind, pepper.Version, Argon2Cost.Current, salt, DummyTag),
        _ => throw new UnreachableException($"{kind}"),
    };

    private static byte[] Tag(byte[] stretched, SecretKind kind, Pepper pepper) =>
        pepper.Mac(kind is SecretKind.Generated ? StoredHash.GeneratedUse : StoredHash.ChosenUse, stretched);

    private async ValueTask<byte[]> StretchAsync(ClientSecret secret, StoredHash recipe, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _runs);
        return recipe.Kind is SecretKind.Generated
            ? Encoding.UTF8.GetBytes(secret.Reveal())
            : await recipe.Cost.DeriveAsync(secret.Reveal(), recipe.Salt, cancellation);
    }

    /// <summary>Null: there is no salt to share.</summary>
    private static byte[]? SaltOf(ClientSecret secret, string? beside) =>
        secret.Kind is SecretKind.Chosen && beside is not null && StoredHash.TryRead(beside) is { Kind: SecretKind.Chosen } stored
            ? stored.Salt
            : null;
}
