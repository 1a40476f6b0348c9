namespace Eds.Functions;

/// <summary>The fields of a ride as they were sent, in whatever format, each at most once.</summary>
internal sealed class CarriageFields(InputRules rules)
{
    private static readonly string[] Texts =
        ["CarriersTaxpayerCode", "DriversPersonCode", "NumberPlate", "StartDateTime", "EndDateTime", "PaymentType", "SerialNumber"];

    private static readonly string[] Amounts = ["Distance", "ServiceFee", "Commission", "GrandTotal"];

    /// <summary>Null: refused.</summary>
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public static bool IsAmount(string name) => Amounts.Contains(name);

    /// <param name="value">Null: of the wrong type. Empty: absent.</param>
    public void Add(string name, string? value)
    {
        (string Code, string Detail)? fault = !Texts.Contains(name) && !IsAmount(name) ? ("unknown-field", "Unknown field.")
            : !_values.TryAdd(name, value?.Trim()) ? ("repeated-field", "Duplicate field.")
            : value is null ? ("wrong-type", "The value is of the wrong type.")
            : null;
        if (fault is var (code, detail))
        {
            rules.AddError(RequestBody.PointerTo(name), code, detail);
        }
    }

    /// <summary>A field that must be there.</summary>
    /// <param name="parse">Null: against the rule that <paramref name="code"/> names.</param>
    public T Required<T>(string name, Func<string, T> parse, string code, string detail)
    {
        if (!_values.TryGetValue(name, out var value) || value is "")
        {
            rules.Required(null, "/" + name);
        }

        return Optional(name, parse, code, detail);
    }

    public T Optional<T>(string name, Func<string, T> parse, string code, string detail)
    {
        if (_values.GetValueOrDefault(name) is not { Length: > 0 } text)
        {
            return default!;
        }

        var parsed = parse(text);
        if (parsed is null)
        {
            rules.AddError("/" + name, code, detail);
        }

        return parsed;
    }
}
