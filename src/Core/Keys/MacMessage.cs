using System.Buffers;
using System.Buffers.Binary;

namespace Eds.Core;

internal static class MacMessage
{
    private const int InitialCapacity = 256;

    /// <summary>
    /// Each text as its UTF-8 length in four bytes (big-endian) and its UTF-8 bytes: <c>("user", "ab")</c> is
    /// <c>00 00 00 04 75 73 65 72 00 00 00 02 61 62</c>. So <c>("x", "ab", "c")</c> and <c>("x", "a", "bc")</c> differ.
    /// </summary>
    public static ReadOnlySpan<byte> Of(string first, params ReadOnlySpan<string> others)
    {
        var message = new ArrayBufferWriter<byte>(InitialCapacity);
        Append(message, first);
        foreach (var text in others)
        {
            Append(message, text);
        }

        return message.WrittenSpan;
    }

    private static void Append(ArrayBufferWriter<byte> message, string text)
    {
        BinaryPrimitives.WriteInt32BigEndian(message.GetSpan(sizeof(int)), Encoding.UTF8.GetByteCount(text));
        message.Advance(sizeof(int));
        Encoding.UTF8.GetBytes(text, message);
    }
}
