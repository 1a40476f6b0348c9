using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>
/// Reads what a request asks for, and collects what is wrong with it. Use the returned values only if there is no <see cref="Refusal"/>.
/// </summary>
internal sealed class InputRules
{
    public const string PersonalCodeRule =
        "A personal code has 11 digits, a hyphen after the sixth or none, and its date and check digit are right.";

    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;
    private const int MaxSearchLength = 100;

    private readonly List<FieldError> _errors = [];
    private IResult? _refused;

    public bool HasErrors => Refusal is not null;

    /// <summary>The first thing that cannot be read; or else all fields that break a rule.</summary>
    public IResult? Refusal => _refused ?? (_errors.Count > 0 ? Problems.Invalid(_errors) : null);

    /// <summary>The body (<see cref="RequestBody"/>); null: it cannot be read.</summary>
    public async ValueTask<T?> JsonAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        var (body, refusal) = await RequestBody.ReadJsonAsync<T>(request, cancellation);
        _refused ??= refusal;
        return body;
    }

    public string IdempotencyKey(HttpRequest request)
    {
        var (key, refusal) = Functions.IdempotencyKey.Read(request);
        _refused ??= refusal;
        return key ?? "";
    }

    /// <summary>The one strong ETag or weak ETag of If-Match, verbatim.</summary>
    public string IfMatch(HttpRequest request)
    {
        var etag = request.Headers[HeaderNames.IfMatch] is [{ Length: > 0 } value] && value != "*" ? value : null;
        _refused ??= etag is null ? Problems.IfMatchRequired() : null;
        return etag ?? "";
    }

    public void AddError(string pointer, string code, string detail) => _errors.Add(new FieldError(pointer, code, detail));

    public void AddErrors(string pointer, IEnumerable<SecretViolation> violations) =>
        _errors.AddRange(violations.Select(violation => new FieldError(pointer, violation.Code, violation.Detail)));

    public string Name(string? value, string pointer) => Required(
        value, pointer, NameRule.TryNormalize(value, out var name) ? name : null, "name-invalid",
        "1 to 100 characters, a letter or digit among them, none of them control or invisible ones.");

    public PersonalCode PersonalCode(string? value, string pointer) => Required(
        value, pointer, Core.PersonalCode.TryParse(value, out var code) ? code : null, "personal-code-invalid", PersonalCodeRule);

    public RegistrationNumber RegistrationNumber(string? value, string pointer) => Required(
        value, pointer, Core.RegistrationNumber.TryParse(value, out var number) ? number : null, "registration-number-invalid",
        "A registration number has 11 digits, begins with 4, 5, 6 or 9, and its control digit is right.");

    public ClientId ClientId(string? value, string pointer)
    {
        if (!Core.ClientId.TryParse(value, out var id))
        {
            AddError(pointer, "client-id-invalid", "A client_id is needed, with its check characters.");
        }

        return id;
    }

    public bool Flag(bool? value, string pointer) => Required(value, pointer) && value is true;

    public T Choice<T>(string? value, string pointer, T absent)
        where T : struct, Enum
    {
        if (value is null)
        {
            return absent;
        }

        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        if (names.IndexOf(value) is var index and >= 0)
        {
            return Enum.GetValues<T>()[index];
        }

        AddError(pointer, "unknown-value", $"One of: {string.Join(", ", names)}.");
        return absent;
    }

    /// <summary>1 to <paramref name="max"/> items; what occurs twice counts once.</summary>
    /// <param name="parse">Null: invalid.</param>
    public IReadOnlyList<T> Items<T>(
        IReadOnlyList<string?>? texts, string pointer, int max, string code, string detail, Func<string?, T?> parse)
    {
        if (Required(texts, pointer) && (texts!.Count == 0 || texts.Count > max))
        {
            AddError(pointer, "item-count", $"1 to {max} items are needed.");
            return [];
        }

        var items = new List<T>();
        for (var i = 0; i < (texts?.Count ?? 0); i++)
        {
            if (parse(texts![i]) is { } item)
            {
                items.Add(item);
            }
            else
            {
                AddError($"{pointer}/{i}", code, detail);
            }
        }

        return [.. items.Distinct()];
    }

    /// <summary>A time of ISO 8601 with its offset; null, if it is JSON's null or absent.</summary>
    public DateTimeOffset? Time(string? text, string pointer)
    {
        var time = text is null ? null : LatvianTime.ParseInstant(text);
        if (text is not null && time is null)
        {
            AddError(pointer, "time-invalid", "A time with its offset is needed, after the year 1899: 2026-12-31T23:59:59Z.");
        }

        return time;
    }

    /// <summary>How many a page has at most.</summary>
    /// <param name="limit">A number of JSON, which need be neither whole nor small.</param>
    public int Limit(double? limit)
    {
        if (limit is not (null or (>= 1 and <= MaxLimit)) || !double.IsInteger(limit ?? DefaultLimit))
        {
            AddError("/limit", "limit-invalid", $"A whole number from 1 to {MaxLimit}.");
        }

        return (int)(limit ?? DefaultLimit);
    }

    public double? LimitQuery(HttpRequest request) => Query(request, "limit") is not { } text ? null
        : double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    /// <summary>A text to look for; null, if it is empty or absent.</summary>
    public string? Search(string? text, string pointer)
    {
        if (text?.Length > MaxSearchLength)
        {
            AddError(pointer, "search-too-long", $"At most {MaxSearchLength} characters.");
        }

        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public bool Required(object? value, string pointer)
    {
        if (value is null)
        {
            AddError(pointer, "required", "This field is required.");
        }

        return value is not null;
    }

    private T Required<T>(string? value, string pointer, T? parsed, string code, string detail)
        where T : class
    {
        if (Required(value, pointer) && parsed is null)
        {
            AddError(pointer, code, detail);
        }

        return parsed!;
    }

    /// <summary>A query parameter; an empty one is an absent one.</summary>
    public string? Query(HttpRequest request, string name)
    {
        var values = request.Query[name];
        if (values.Count > 1)
        {
            AddError($"/{name}", "repeated-field", "Duplicate parameter.");
        }

        return values is [{ Length: > 0 } value] ? value : null;
    }
}
