using System.Buffers.Text;
using System.Text;

namespace Eds.Core;

/// <summary>
/// Opaque text for the last row key of a page. Not a secret and not signed: a forged one names a place in the caller's own partition.
/// </summary>
internal static class Continuation
{
    private const int MaxLength = 200;

    public static string Write(string lastRowKey) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(lastRowKey));

    /// <summary>Null if it is not one of ours.</summary>
    public static string? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return text.Length <= MaxLength && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Ascii.IsValid(bytes[..length])
            ? Encoding.ASCII.GetString(bytes[..length])
            : null;
    }
}
