using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>Second layer of validation: is what the body says allowed? Collects all errors. Use the returned values only if there are none.</summary>
internal sealed class InputRules
{
    private readonly List<FieldError> _errors = [];

    public bool HasErrors => _errors.Count > 0;

    public IResult Refusal => Problems.Invalid(_errors);

    public void AddError(string pointer, string code, string detail) => _errors.Add(new FieldError(pointer, code, detail));

    public void AddErrors(string pointer, IEnumerable<SecretViolation> violations) =>
        _errors.AddRange(violations.Select(violation => new FieldError(pointer, violation.Code, violation.Detail)));

    public string Name(string? value, string pointer)
    {
        var good = NameRule.TryNormalize(value, out var name);
        if (Required(value, pointer) && !good)
        {
            AddError(pointer, "name-invalid", "1 to 100 characters, a letter or digit among them, none of them control or invisible ones.");
        }

        return name ?? "";
    }

    public PersonalCode PersonalCode(string? value, string pointer)
    {
        var good = Core.PersonalCode.TryParse(value, out var code);
        if (Required(value, pointer) && !good)
        {
            AddError(pointer, "personal-code-invalid", "A personal code has 11 digits, a hyphen after the sixth or none, and its date and check digit are right.");
        }

        return code!;
    }

    public RegistrationNumber RegistrationNumber(string? value, string pointer)
    {
        var good = Core.RegistrationNumber.TryParse(value, out var number);
        if (Required(value, pointer) && !good)
        {
            AddError(pointer, "registration-number-invalid", "A registration number has 11 digits, begins with 4, 5, 6 or 9, and its control digit is right.");
        }

        return number!;
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

    public bool Required(object? value, string pointer)
    {
        if (value is null)
        {
            AddError(pointer, "required", "This field is required.");
        }

        return value is not null;
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

    /// <summary>The one strong ETag or weak ETag of If-Match, verbatim; null if the header is missing, empty or "*".</summary>
    public static string? IfMatch(HttpRequest request) =>
        request.Headers[HeaderNames.IfMatch] is [{ Length: > 0 } etag] && etag != "*" ? etag : null;
}
