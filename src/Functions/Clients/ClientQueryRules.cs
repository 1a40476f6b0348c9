using System.Text.RegularExpressions;

namespace Eds.Functions;

/// <summary>What a list may be asked for. An empty parameter is an absent one.</summary>
internal sealed partial class ClientQueryRules(InputRules rules)
{
    /// <summary>Whatever stands between them but letters: <c>030303.10012</c>, <c>030303 – 10012</c>.</summary>
    [GeneratedRegex(@"\d(?:[^\p{L}\d]*\d){10}")]
    private static partial Regex ElevenDigits { get; }

    private enum StateChoice
    {
        Active = ClientState.Active,
        Suspended = ClientState.Suspended,
        Annulled = ClientState.Annulled,
        All,
    }

    /// <summary>From the URL, where no personal code may stand.</summary>
    public ClientQuery Read(HttpRequest request)
    {
        var search = rules.Query(request, "search");
        if (search is not null && ElevenDigits.IsMatch(search) && !ClientId.TryParse(search, out _))
        {
            rules.AddError(
                "/search", "personal-code-in-url", "A personal code must not stand in a URL: POST it to …/taxi/clients/search.");
        }

        return Read(
            search, rules.Query(request, "state"), rules.Query(request, "secretId"), rules.LimitQuery(request),
            rules.Query(request, "continuation"));
    }

    /// <param name="limit">A number of JSON, which need be neither whole nor small.</param>
    public ClientQuery Read(string? search, string? state, string? secretId, double? limit, string? continuation)
    {
        var choice = rules.Choice(state is "" ? null : state, "/state", StateChoice.Active);
        return new ClientQuery(
            rules.Search(search, "/search"),
            choice is StateChoice.All ? null : (ClientState)choice,
            string.IsNullOrEmpty(secretId) ? null : secretId,
            rules.Limit(limit),
            continuation);
    }
}
