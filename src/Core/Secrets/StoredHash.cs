using System.Buffers.Text;
using System.Text.RegularExpressions;

namespace Eds.Core;

/// <summary>The text form of a secret's hash. It says how it was made, so old hashes stay readable when that changes.</summary>
/// <remarks>
/// Modelled on the PHC string format; base64url without padding; HMAC-SHA-256.
/// <code>
/// $eds-hmac$k=4387e9f3d6e14c45$RSklsZb3pnKQV0op6hlhaE4GyPknxoW2x-dAtIn28pM
///             └ pepper version └ HMAC(pepper, "eds-hmac" 0x00 secret)
/// $eds-argon2id$m=19456,t=2,p=1,k=4387e9f3d6e14c45$EBESExQVFhcYGRobHB0eHw$f4XyUZZtYlp7Q5ia6Xbh3sHsALpQQUwW50wkPgN0jHc
///                 └ KiB └ passes  └ pepper version └ salt, 16 bytes       └ HMAC(pepper, "eds-argon2id" 0x00 Argon2id)
/// </code>
/// The name before the zero byte keeps an HMAC of one kind from being valid as the other.
/// </remarks>
internal sealed partial record StoredHash(SecretKind Kind, string PepperVersion, Argon2Cost Cost, byte[] Salt, byte[] Tag)
{
    public const string GeneratedUse = "eds-hmac";
    public const string ChosenUse = "eds-argon2id";
    public const int TagBytes = 32;

    [GeneratedRegex(
        @"^\$eds-hmac\$k=(?<k>[0-9A-Za-z-]{1,64})\$(?<tag>[0-9A-Za-z_-]{42}[AEIMQUYcgkosw048])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Generated { get; }

    [GeneratedRegex(
        @"^\$eds-argon2id\$m=(?<m>[0-9]{1,8}),t=(?<t>[0-9]{1,8}),p=1,k=(?<k>[0-9A-Za-z-]{1,64})"
        + @"\$(?<salt>[0-9A-Za-z_-]{21}[AQgw])\$(?<tag>[0-9A-Za-z_-]{42}[AEIMQUYcgkosw048])\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Chosen { get; }

    /// <exception cref="InvalidDataException">The message does not repeat the text.</exception>
    public static StoredHash Read(string text) => TryRead(text)
        ?? throw new InvalidDataException("A stored secret hash is corrupt: neither $eds-hmac$… nor $eds-argon2id$… within bounds.");

    /// <summary>Null: corrupt.</summary>
    public static StoredHash? TryRead(string text)
    {
        if (Generated.Match(text) is { Success: true } generated)
        {
            return new StoredHash(SecretKind.Generated, generated.Groups["k"].Value, default, [], Bytes(generated.Groups["tag"]));
        }

        if (Chosen.Match(text) is { Success: true } chosen
            && new Argon2Cost(Number(chosen.Groups["m"]), Number(chosen.Groups["t"])) is { IsWithinLimits: true } cost)
        {
            return new StoredHash(
                SecretKind.Chosen, chosen.Groups["k"].Value, cost, Bytes(chosen.Groups["salt"]), Bytes(chosen.Groups["tag"]));
        }

        return null;
    }

    public string Write()
    {
        var (salt, tag) = (Base64Url.EncodeToString(Salt), Base64Url.EncodeToString(Tag));
        return Kind is SecretKind.Generated
            ? $"${GeneratedUse}$k={PepperVersion}${tag}"
            : string.Create(
                CultureInfo.InvariantCulture, $"${ChosenUse}$m={Cost.MemoryKiB},t={Cost.Passes},p=1,k={PepperVersion}${salt}${tag}");
    }

    public override string ToString() => $"{Kind} hash [redacted]";

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    private static byte[] Bytes(Group base64Url) => Base64Url.DecodeFromChars(base64Url.ValueSpan);
}
