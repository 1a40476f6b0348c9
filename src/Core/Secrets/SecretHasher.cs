namespace Eds.Core;

/// <summary>What a presented secret turned out to be.</summary>
public enum SecretCheck
{
    /// <summary>Not the stored one, or nothing was stored.</summary>
    Wrong,

    Right,

    /// <summary>Right, but hashed under another pepper or at another cost than today's: hash it anew.</summary>
    RightButOutdated,
}

/// <summary>
/// Makes and checks the hashes of client secrets; for their format see <see cref="StoredHash"/>. A generated secret has 190 bits, so
/// one HMAC under the pepper is enough; a chosen one is stretched with Argon2id first.
/// </summary>
/// <remarks>
/// The presented secret decides how much work is done, never what is stored: an unknown client, a wrong secret and a secret of the
/// other kind take as long as a right one.
/// </remarks>
public sealed class SecretHasher(Keys keys)
{
    /// <summary>Compared with when there is nothing to compare with. The result is not used.</summary>
    private static readonly byte[] DummyTag = new byte[StoredHash.TagBytes];

    private static readonly byte[] DummySalt = new byte[Argon2Cost.SaltBytes];

    private int _runs;

    /// <summary>How many hashes were computed: a test counts them.</summary>
    internal int Runs => _runs;

    /// <param name="secret">To be stored.</param>
    /// <param name="beside">
    /// A stored hash that this one will be checked together with: it gets the same salt, so that a check during a rotation costs what
    /// any check costs. Null: there is none.
    /// </param>
    /// <param name="cancellation">Ends the wait for a turn, not an Argon2id that has started.</param>
    /// <exception cref="KeysUnavailableException">There is no pepper.</exception>
    /// <exception cref="HashingQueueFullException">Too many Argon2id wait for their turn.</exception>
    public async ValueTask<string> HashAsync(ClientSecret secret, string? beside, CancellationToken cancellation)
    {
        var pepper = await keys.PepperAsync(cancellation);
        var blank = Blank(secret.Kind, pepper, SaltOf(secret, beside) ?? RandomNumberGenerator.GetBytes(Argon2Cost.SaltBytes));
        return (blank with { Tag = Tag(await StretchAsync(secret, blank, cancellation), secret.Kind, pepper) }).Write();
    }

    /// <summary>Checks against one stored hash, or none.</summary>
    /// <inheritdoc cref="CheckAsync(ClientSecret, IReadOnlyList{string}, CancellationToken)"/>
    public async ValueTask<SecretCheck> CheckAsync(ClientSecret presented, string? storedHash, CancellationToken cancellation) =>
        (await CheckAsync(presented, storedHash is null ? [] : [storedHash], cancellation)).Check;

    /// <summary>Checks against all of them, whichever is the one: hashes with one salt take one Argon2id.</summary>
    /// <param name="presented">What the client sent.</param>
    /// <param name="storedHashes">None: there is no such client or secret; the same work is done and the answer is Wrong.</param>
    /// <param name="cancellation">Ends the wait for a turn, not an Argon2id that has started.</param>
    /// <returns>Which of them it is, if it is one.</returns>
    /// <exception cref="KeysUnavailableException">There is no pepper; or not the version that a hash names, and none of the others is the one.</exception>
    /// <exception cref="InvalidDataException">A stored hash is corrupt.</exception>
    /// <exception cref="HashingQueueFullException">Too many Argon2id wait for their turn.</exception>
    public async ValueTask<(int Index, SecretCheck Check)> CheckAsync(
        ClientSecret presented, IReadOnlyList<string> storedHashes, CancellationToken cancellation)
    {
        var found = (Index: -1, Check: SecretCheck.Wrong);
        string? lost = null;
        (Argon2Cost Cost, byte[] Salt, byte[] Bytes)? stretched = null;
        for (var i = 0; i < storedHashes.Count; i++)
        {
            var stored = StoredHash.Read(storedHashes[i]);
            if (stored.Kind != presented.Kind)
            {
                continue;
            }

            // The named one first: a version not heard of makes the keys be read anew, which may change the current one.
            var named = await keys.PepperAsync(stored.PepperVersion, cancellation);
            lost ??= named is null ? stored.PepperVersion : null;
            var today = Blank(presented.Kind, await keys.PepperAsync(cancellation), DummySalt);
            if (stretched is not { } known || known.Cost != stored.Cost || !known.Salt.AsSpan().SequenceEqual(stored.Salt))
            {
                stretched = known = (stored.Cost, stored.Salt, await StretchAsync(presented, stored, cancellation));
            }

            if (named is not null && CryptographicOperations.FixedTimeEquals(Tag(known.Bytes, stored.Kind, named), stored.Tag))
            {
                found = (i, stored.PepperVersion == today.PepperVersion && stored.Cost == today.Cost ? SecretCheck.Right : SecretCheck.RightButOutdated);
            }
        }

        if (stretched is null)
        {
            var pepper = await keys.PepperAsync(cancellation);
            var dummy = Blank(presented.Kind, pepper, DummySalt);
            CryptographicOperations.FixedTimeEquals(Tag(await StretchAsync(presented, dummy, cancellation), presented.Kind, pepper), dummy.Tag);
        }

        return found.Index >= 0 || lost is null ? found : throw new KeysUnavailableException(
            $"A stored secret hash names version {lost} of the key {KeyName.Pepper}, which is not in use: enable it again, or "
            + "restore it. Secrets hashed under it cannot be checked without it.");
    }

    /// <summary>A hash as it would be made today, the tag left open.</summary>
    private static StoredHash Blank(SecretKind kind, Pepper pepper, byte[] salt) => kind switch
    {
        SecretKind.Generated => new StoredHash(kind, pepper.Version, default, [], DummyTag),
        SecretKind.Chosen => new StoredHash(kind, pepper.Version, Argon2Cost.Current, salt, DummyTag),
        _ => throw new UnreachableException($"{kind}"),
    };

    private static byte[] Tag(byte[] stretched, SecretKind kind, Pepper pepper) =>
        pepper.Mac(kind is SecretKind.Generated ? StoredHash.GeneratedUse : StoredHash.ChosenUse, stretched);

    /// <summary>What the pepper goes over: a generated secret as it is, a chosen one after Argon2id.</summary>
    private async ValueTask<byte[]> StretchAsync(ClientSecret secret, StoredHash recipe, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _runs);
        return recipe.Kind is SecretKind.Generated
            ? Encoding.UTF8.GetBytes(secret.Reveal())
            : await recipe.Cost.DeriveAsync(secret.Reveal(), recipe.Salt, cancellation);
    }

    /// <summary>Null: the stored hash has none, or none that can be read.</summary>
    private static byte[]? SaltOf(ClientSecret secret, string? beside)
    {
        try
        {
            return secret.Kind is SecretKind.Chosen && beside is not null && StoredHash.Read(beside) is { Kind: SecretKind.Chosen } stored ? stored.Salt : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
