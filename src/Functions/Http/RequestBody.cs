using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>First layer of validation: can the body be read, and is it small. What it may say is for <see cref="InputRules"/>.</summary>
internal static partial class RequestBody
{
    public const int MaxJsonBytes = 1 << 20;
    public const int MaxTaxiBytes = 8 << 10;

    /// <summary>First buffer for a body that does not say how long it is.</summary>
    private const int FirstBytes = 4 << 10;

    /// <summary>Names from the body are repeated up to this length.</summary>
    private const int LongestSegment = 64;
    private const int LongestPointer = 200;

    /// <returns>The value, or the refusal: 413, 415, or 400 with a pointer to the place that cannot be read.</returns>
    public static async ValueTask<(T? Value, IResult? Refusal)> ReadJsonAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType() || IsEncoded(request))
        {
            return (null, Problems.UnsupportedMediaType());
        }

        if (await ReadAsync(request, MaxJsonBytes, cancellation) is not { } bytes)
        {
            return (null, Problems.BodyTooLarge());
        }

        var text = WithoutByteOrderMark(bytes).Span;
        if (text.IsEmpty)
        {
            return (null, Problems.Invalid("", "malformed-json", "The body is empty."));
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text, Json.Options) is { } value
                ? (value, null)
                : (null, Problems.Invalid("", "wrong-type", "A JSON object is needed."));
        }
        catch (JsonException e)
        {
            return (null, Problems.Invalid([Explain(e)]));
        }
    }

    /// <summary>Waits for the whole body, up to the limit.</summary>
    public static async ValueTask BufferAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength is null || (request.ContentLength > 0 && request.ContentLength <= maxBytes))
        {
            var bytes = await ReadSomeAsync(request, maxBytes, cancellation);
            request.Body = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false, publiclyVisible: true);
        }
    }

    public static bool IsEncoded(HttpRequest request) =>
        request.Headers[HeaderNames.ContentEncoding].ToString() is { Length: > 0 } encoding
        && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 8259 §8.1 lets a reader pass over it.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> bytes) =>
        bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    /// <summary>A name from the body as part of a pointer (RFC 6901), shortened.</summary>
    public static string PointerTo(ReadOnlySpan<char> name) => "/" + name[..Math.Min(name.Length, LongestSegment)].ToString()
        .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <returns>Null: more than <paramref name="maxBytes"/>.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        var bytes = await ReadSomeAsync(request, maxBytes, cancellation);
        return bytes.Count > maxBytes ? (ReadOnlyMemory<byte>?)null : bytes;
    }

    /// <summary>At most one byte more than <paramref name="maxBytes"/>, which shows that there are more.</summary>
    private static async ValueTask<ArraySegment<byte>> ReadSomeAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.Body is MemoryStream buffered && buffered.TryGetBuffer(out var all))
        {
            return all;
        }

        var buffer = new byte[request.ContentLength ?? FirstBytes];
        var length = 0;
        while (true)
        {
            length += await request.Body.ReadAtLeastAsync(
                buffer.AsMemory(length), buffer.Length - length, throwOnEndOfStream: false, cancellation);
            if (request.ContentLength is not null || length < buffer.Length || length > maxBytes)
            {
                return new ArraySegment<byte>(buffer, 0, length);
            }

            Array.Resize(ref buffer, Math.Min(2 * length, maxBytes + 1));
        }
    }

    /// <summary>
    /// The serializer distinguishes some of these only by message; a test checks them. The answer repeats nothing of the body but names.
    /// </summary>
    private static FieldError Explain(JsonException e) => e switch
    {
        { InnerException: JsonException } =>
            new(Pointer(e.Path), "malformed-json", $"Not well-formed JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})."),
        _ when e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) =>
            new(Pointer(e.Path), "unknown-field", "Unknown field."),
        _ when e.Message.StartsWith("Duplicate property", StringComparison.Ordinal) =>
            new(Pointer(e.Path), "repeated-field", "Duplicate field."),
        { InnerException: InvalidOperationException { Message: var text } } when text.Contains("UTF", StringComparison.Ordinal) =>
            new(Pointer(e.Path), "malformed-json", "The text is not valid Unicode."),
        _ => new(Pointer(e.Path), "wrong-type", "The value is of the wrong type."),
    };

    /// <summary>$.drivers[3].personalCode → /drivers/3/personalCode (RFC 6901).</summary>
    private static string Pointer(string? path)
    {
        var pointer = new StringBuilder();
        for (var step = Step.Match(path ?? ""); step.Success && pointer.Length < LongestPointer; step = step.NextMatch())
        {
            pointer.Append(PointerTo(step.Groups["name"].ValueSpan));
        }

        return pointer.ToString();
    }

    [GeneratedRegex(@"\['(?<name>.*?)(?:'\]|\z)|\[(?<name>\d+)\]|\.(?<name>[^.[]*)", RegexOptions.Singleline)]
    private static partial Regex Step { get; }
}
