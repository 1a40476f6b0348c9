using System.Text;

namespace Eds.Bench;

/// <summary>
/// Splits a stream into HTTP/1.1 messages (RFC 9112 §6.3), as far as the Tables SDK and Azurite use it: Content-Length, chunks or no body.
/// </summary>
internal sealed class HttpMessageReader(Stream stream)
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private byte[] _bytes = new byte[16 << 10];
    private int _length;

    /// <returns>The bytes of the next message, head and body; null at the end of the stream.</returns>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        int? end;
        while ((end = EndOfMessage(_bytes.AsSpan(0, _length))) is null)
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

        var message = _bytes[..end.Value];
        _bytes.AsSpan(end.Value, _length - end.Value).CopyTo(_bytes);
        _length -= end.Value;
        return message;
    }

    /// <returns>Null: it is incomplete.</returns>
    private static int? EndOfMessage(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf(EndOfHead);
        if (head < 0)
        {
            return null;
        }

        var (end, lines) = (head + EndOfHead.Length, Encoding.ASCII.GetString(bytes[..head]).Split("\r\n"));
        if (lines.Any(line => line.StartsWith("transfer-encoding:", StringComparison.OrdinalIgnoreCase)))
        {
            return EndOfChunks(bytes, end);
        }

        const string ContentLength = "content-length:";
        var length = lines.FirstOrDefault(line => line.StartsWith(ContentLength, StringComparison.OrdinalIgnoreCase));
        end += length is null ? 0 : int.Parse(length[ContentLength.Length..], CultureInfo.InvariantCulture);
        return end <= bytes.Length ? end : null;
    }

    private static int? EndOfChunks(ReadOnlySpan<byte> bytes, int at)
    {
        while (true)
        {
            var line = bytes[at..].IndexOf("\r\n"u8);
            if (line < 0)
            {
                return null;
            }

            var size = int.Parse(bytes.Slice(at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at += line + 2 + size + 2;
            if (at > bytes.Length)
            {
                return null;
            }

            if (size == 0)
            {
                return at;
            }
        }
    }
}
