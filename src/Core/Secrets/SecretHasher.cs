using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

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

    /// <exception cref="KeysUnavailableException">There is no pepper.</exception>
    public async ValueTask<string> HashAsync(ClientSecret secret, CancellationToken cancellation)
    {
        var pepper = await keys.PepperAsync(cancellation);
        var blank = Blank(secret.Kind, pepper, RandomNumberGenerator.GetBytes(Argon2Cost.SaltBytes));
        return (blank with { Tag = await TagAsync(secret, blank, pepper, cancellation) }).Write();
    }

    /// <param name="presented">What the client sent.</param>
    /// <param name="storedHash">Null: there is no such client or secret; the same work is done and the answer is Wrong.</param>
    /// <param name="cancellation">Ends the wait for a turn, not an Argon2id that has begun.</param>
    /// <exception cref="KeysUnavailableException">There is no pepper, or not the version that the hash names.</exception>
    /// <exception cref="InvalidDataException">The stored hash is corrupt.</exception>
    public async ValueTask<SecretCheck> CheckAsync(ClientSecret presented, string? storedHash, CancellationToken cancellation)
    {
        var stored = storedHash is null ? null : StoredHash.Read(storedHash);
        var comparable = stored?.Kind == presented.Kind;

        // The named one first: a version not heard of makes the keys be read anew, which may change the current one.
        var named = comparable ? await NamedAsync(stored!.PepperVersion, cancellation) : null;
        var current = await keys.PepperAsync(cancellation);
        var today = Blank(presented.Kind, current, DummySalt);
        var target = comparable ? stored! : today;

        var tag = await TagAsync(presented, target, named ?? current, cancellation);
        if (!CryptographicOperations.FixedTimeEquals(tag, target.Tag) || !comparable)
        {
            return SecretCheck.Wrong;
        }

        return target.PepperVersion == today.PepperVersion && target.Cost == today.Cost
            ? SecretCheck.Right
            : SecretCheck.RightButOutdated;
    }

    /// <summary>A hash as it would be made today, the tag left open.</summary>
    private static StoredHash Blank(SecretKind kind, Pepper pepper, byte[] salt) => kind switch
    {
        SecretKind.Generated => new StoredHash(kind, pepper.Version, default, [], DummyTag),
        SecretKind.Chosen => new StoredHash(kind, pepper.Version, Argon2Cost.Today, salt, DummyTag),
        _ => throw new UnreachableException($"{kind}"),
    };

    private async ValueTask<byte[]> TagAsync(
        ClientSecret secret, StoredHash recipe, Pepper pepper, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _runs);
        return recipe.Kind is SecretKind.Generated
            ? pepper.Mac(StoredHash.GeneratedUse, Encoding.UTF8.GetBytes(secret.Reveal()))
            : pepper.Mac(StoredHash.ChosenUse, await recipe.Cost.DeriveAsync(secret.Reveal(), recipe.Salt, cancellation));
    }

    private async ValueTask<Pepper> NamedAsync(string version, CancellationToken cancellation) =>
        await keys.PepperAsync(version, cancellation) ?? throw new KeysUnavailableException(
            $"A stored secret hash names version {version} of the key {KeyName.Pepper}, which is not in use: enable it again, or "
            + "restore it. Secrets hashed under it cannot be checked without it.");
}
