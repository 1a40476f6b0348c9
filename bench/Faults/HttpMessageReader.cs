using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;

namespace Eds.Bench;

/// <summary>Splits a stream into HTTP/1.1 messages (RFC 9112 §6.3), as far as the Tables SDK and Azurite use it.</summary>
internal sealed class HttpMessageReader(Stream stream)
{
    private readonly PipeReader _stream = PipeReader.Create(stream);

    /// <returns>The bytes of the next message, head and body.</returns>
    /// <exception cref="EndOfStreamException">The other side hung up.</exception>
    public async Task<byte[]> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _stream.ReadAsync(cancellation);
            var bytes = read.Buffer.ToArray();
            if (EndOfMessage(Encoding.Latin1.GetString(bytes)) is { } end)
            {
                _stream.AdvanceTo(read.Buffer.GetPosition(end));
                return bytes[..end];
            }

            _stream.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                throw new EndOfStreamException();
            }
        }
    }

    /// <param name="text">A character for each byte. No line of a body is a lone 0 but that of the last chunk.</param>
    /// <returns>Null: it is incomplete.</returns>
    private static int? EndOfMessage(string text)
    {
        const string EndOfHead = "\r\n\r\n", EndOfChunks = "\r\n0\r\n\r\n";
        var head = text.IndexOf(EndOfHead, StringComparison.Ordinal);
        if (head < 0)
        {
            return null;
        }

        if (Regex.IsMatch(text[..head], "\r\ntransfer-encoding: *chunked", RegexOptions.IgnoreCase))
        {
            var last = text.IndexOf(EndOfChunks, head, StringComparison.Ordinal);
            return last < 0 ? null : last + EndOfChunks.Length;
        }

        var length = Regex.Match(text[..head], "\r\ncontent-length: *([0-9]+)", RegexOptions.IgnoreCase);
        var end = head + EndOfHead.Length + (length.Success ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
        return end <= text.Length ? end : null;
    }
}
