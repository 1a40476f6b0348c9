using System.Globalization;
using System.Text.RegularExpressions;
using Eds.Core;
using Microsoft.AspNetCore.Http;

namespace Eds.Functions;

/// <summary>What a list may be asked for. An empty parameter is an absent one.</summary>
internal sealed partial class ClientQueryRules
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;
    private const int MaxSearchLength = 100;

    /// <summary>Whatever stands between them but letters: <c>030303.10012</c>, <c>030303 – 10012</c>.</summary>
    [GeneratedRegex(@"\d(?:[^\p{L}\d]*\d){10}")]
    private static partial Regex ElevenDigits { get; }

    private readonly InputRules _rules = new();

    private enum StateChoice
    {
        Active,
        Annulled,
        All,
    }

    public bool Broken => _rules.Broken;

    public IResult Refusal => _rules.Refusal;

    public ClientQuery Read(string? search, string? state, string? limit, string? continuation, bool inUrl)
    {
        var number = DefaultLimit;
        if (!string.IsNullOrEmpty(limit)
            && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MaxLimit))
        {
            _rules.Fault("/limit", "limit-invalid", $"A whole number from 1 to {MaxLimit}.");
        }

        if (search?.Length > MaxSearchLength)
        {
            _rules.Fault("/search", "search-too-long", $"At most {MaxSearchLength} characters.");
        }

        if (inUrl && ElevenDigits.IsMatch(search ?? ""))
        {
            _rules.Fault("/search", "personal-code-in-url", "A personal code must not stand in a URL: POST it to …/taxi/clients/search.");
        }

        ClientState? wanted = _rules.Choice(state is "" ? null : state, "/state", StateChoice.Active) switch
        {
            StateChoice.Active => ClientState.Active,
            StateChoice.Annulled => ClientState.Annulled,
            _ => null,
        };
        return new ClientQuery(string.IsNullOrWhiteSpace(search) ? null : search.Trim(), wanted, number, string.IsNullOrEmpty(continuation) ? null : continuation);
    }

    public static IResult Answer(ClientPage? page) => page is null
        ? Problems.ContinuationUnreadable()
        : TypedResults.Json(ClientsBody.From(page), Json.Contract.ClientsBody);
}
