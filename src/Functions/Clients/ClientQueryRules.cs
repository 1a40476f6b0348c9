using System.Globalization;
using System.Text.RegularExpressions;

namespace Eds.Functions;

/// <summary>What a list may be asked for. An empty parameter is an absent one.</summary>
internal sealed partial class ClientQueryRules(InputRules rules)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;
    private const int MaxSearchLength = 100;

    /// <summary>Whatever stands between them but letters: <c>030303.10012</c>, <c>030303 – 10012</c>.</summary>
    [GeneratedRegex(@"\d(?:[^\p{L}\d]*\d){10}")]
    private static partial Regex ElevenDigits { get; }

    private enum StateChoice
    {
        Active,
        Suspended,
        Annulled,
        All,
    }

    /// <summary>From the URL, where no personal code may stand.</summary>
    public ClientQuery Read(HttpRequest request)
    {
        var search = rules.Query(request, "search");
        if (search is not null && ElevenDigits.IsMatch(search) && !ClientId.TryParse(search, out _))
        {
            rules.AddError("/search", "personal-code-in-url", "A personal code must not stand in a URL: POST it to …/taxi/clients/search.");
        }

        double? limit = rules.Query(request, "limit") is not { } text ? null
            : double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
        return Read(search, rules.Query(request, "state"), rules.Query(request, "secretId"), limit, rules.Query(request, "continuation"));
    }

    /// <param name="limit">A number of JSON, which need be neither whole nor small.</param>
    public ClientQuery Read(string? search, string? state, string? secretId, double? limit, string? continuation)
    {
        if (limit is not (null or (>= 1 and <= MaxLimit)) || !double.IsInteger(limit ?? DefaultLimit))
        {
            rules.AddError("/limit", "limit-invalid", $"A whole number from 1 to {MaxLimit}.");
        }

        if (search?.Length > MaxSearchLength)
        {
            rules.AddError("/search", "search-too-long", $"At most {MaxSearchLength} characters.");
        }

        ClientState? wanted = rules.Choice(state is "" ? null : state, "/state", StateChoice.Active) switch
        {
            StateChoice.Active => ClientState.Active,
            StateChoice.Suspended => ClientState.Suspended,
            StateChoice.Annulled => ClientState.Annulled,
            _ => null,
        };
        return new ClientQuery(
            string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            wanted,
            string.IsNullOrEmpty(secretId) ? null : secretId,
            (int)(limit ?? DefaultLimit),
            string.IsNullOrEmpty(continuation) ? null : continuation);
    }
}
