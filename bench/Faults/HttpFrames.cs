using System.Globalization;
using System.Text;

namespace Eds.Bench;

/// <summary>
/// Cuts a byte stream into HTTP/1.1 messages (RFC 9112 §6.3), as far as the Tables SDK and Azurite use it: a length, chunks, or no body.
/// </summary>
internal sealed class HttpFrames(Stream stream)
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private byte[] _bytes = new byte[16 << 10];
    private int _length;

    /// <returns>The next message, head and body as they came; null at the end of the stream.</returns>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        int end;
        while ((end = EndOfMessage(_bytes.AsSpan(0, _length))) < 0)
        {
            if (_length == _bytes.Length)
            {
                Array.Resize(ref _bytes, 2 * _bytes.Length);
            }

            var read = await stream.ReadAsync(_bytes.AsMemory(_length), cancellation);
            if (read == 0)
            {
                return null;
            }

            _length += read;
        }

        var message = _bytes[..end];
        _bytes.AsSpan(end, _length - end).CopyTo(_bytes);
        _length -= end;
        return message;
    }

    /// <returns>−1 if it is not all there.</returns>
    private static int EndOfMessage(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf(EndOfHead);
        if (head < 0)
        {
            return -1;
        }

        var body = head + EndOfHead.Length;
        var length = 0;
        foreach (var line in Encoding.ASCII.GetString(bytes[..head]).Split("\r\n"))
        {
            if (line.StartsWith("transfer-encoding:", StringComparison.OrdinalIgnoreCase))
            {
                return EndOfChunks(bytes, body);
            }

            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line["content-length:".Length..], CultureInfo.InvariantCulture);
            }
        }

        return body + length <= bytes.Length ? body + length : -1;
    }

    private static int EndOfChunks(ReadOnlySpan<byte> bytes, int at)
    {
        while (true)
        {
            var line = bytes[at..].IndexOf("\r\n"u8);
            if (line < 0)
            {
                return -1;
            }

            var size = int.Parse(bytes.Slice(at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at += line + 2 + size + 2;
            if (at > bytes.Length)
            {
                return -1;
            }

            if (size == 0)
            {
                return at;
            }
        }
    }
}
