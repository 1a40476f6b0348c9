using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Eds.Core;

/// <summary>
/// The key that turns what must not stand in a table key (personal codes above all) into an opaque one that is the same every time.
/// </summary>
/// <remarks>
/// Uses, each with a kind of its own: user ids and driver guards (kind, taxpayer id, 11 digits), registration numbers, hints from a
/// person to taxpayers, idempotency keys, and fingerprints of request bodies. There are few personal codes, so a plain digest could
/// be searched; a keyed one cannot. Another key would make every row unfindable, which is why this one is never rotated.
/// The MAC runs over kind and parts, each as its UTF-8 length in four bytes (big-endian) and then its UTF-8 bytes:
/// <c>("user", "ab")</c> is <c>00 00 00 04 75 73 65 72 00 00 00 02 61 62</c>. So <c>("x", "ab", "c")</c> and
/// <c>("x", "a", "bc")</c> differ.
/// </remarks>
public sealed class LookupKey
{
    /// <summary>130 bits; five per character.</summary>
    internal const int DigestCharacters = 26;

    private const int UsualLength = 64;

    private readonly byte[] _key;

    internal LookupKey(KeyVersion version) => _key = KeyBytes.Read(KeyName.Lookup, version);

    /// <summary>26 Crockford characters, e.g. <c>n9ddqnd2xj5hq0d10ck1pr5fc1</c>: fit for a table key or a URL.</summary>
    public string Digest(string kind, params ReadOnlySpan<string> parts)
    {
        var message = Begin(kind);
        foreach (var part in parts)
        {
            Append(message, part);
        }

        return Crockford.Encode(HMACSHA256.HashData(_key, message.WrittenSpan), DigestCharacters);
    }

    /// <summary>The whole HMAC-SHA-256 (32 bytes), for fingerprints.</summary>
    public byte[] Mac(string kind, ReadOnlySpan<byte> data)
    {
        var message = Begin(kind);
        AppendLength(message, data.Length);
        message.Write(data);
        return HMACSHA256.HashData(_key, message.WrittenSpan);
    }

    public override string ToString() => "lookup key [redacted]";

    private static ArrayBufferWriter<byte> Begin(string kind)
    {
        var message = new ArrayBufferWriter<byte>(UsualLength);
        Append(message, kind);
        return message;
    }

    private static void Append(ArrayBufferWriter<byte> message, string part)
    {
        AppendLength(message, Encoding.UTF8.GetByteCount(part));
        Encoding.UTF8.GetBytes(part, message);
    }

    private static void AppendLength(ArrayBufferWriter<byte> message, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(message.GetSpan(sizeof(int)), length);
        message.Advance(sizeof(int));
    }
}
