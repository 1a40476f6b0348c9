using Microsoft.AspNetCore.Http;

namespace Eds.Functions;

/// <summary>Header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a quoted string, or bare; 1 to 255 printable ASCII characters.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <returns>The key without quotation marks, or the refusal.</returns>
    public static (string? Key, IResult? Refusal) Read(HttpRequest request)
    {
        if (request.Headers[Header] is not [{ Length: > 0 } value])
        {
            return request.Headers[Header].Count > 1 ? (null, Invalid()) : (null, Problems.IdempotencyKeyRequired());
        }

        var key = value is ['"', .. var quoted, '"'] ? quoted : value;
        var good = key.Length is >= 1 and <= MaxLength && key.All(c => c is > ' ' and <= '~' and not '"' and not '\\');
        return good ? (key, null) : (null, Invalid());
    }

    private static IResult Invalid() => Problems.Invalid(
        [new FieldError("/" + Header, "idempotency-key-invalid", $"One key of 1 to {MaxLength} printable ASCII characters without spaces, quoted or bare; a UUID is best.")]);
}
