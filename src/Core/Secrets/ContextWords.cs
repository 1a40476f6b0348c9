using System.Text.RegularExpressions;

namespace Eds.Core;

/// <summary>
/// The words that a guesser tries first because of whom a secret is for. A word of five characters or more is refused wherever it
/// stands in the secret; shorter ones only if, digits and punctuation aside, the secret is made of nothing else.
/// </summary>
internal sealed partial class ContextWords
{
    private const int LongWord = 5;
    private const int ShortestWord = 2;

    /// <summary>Stems where Latvian declines the word: "taksometr" finds taksometri, taksometrs and taksometra.</summary>
    internal static readonly string[] BuiltIn =
    [
        "taksometr", "taksi", "taxi", "parol", "password", "secret",
        "eds", "edsfunctions", "vid", "deklarac", "latvij", "riga", "sia", "api",
    ];

    private static readonly EqualityComparer<char> LookAlike = EqualityComparer<char>.Create(ReadsAs);

    private readonly HashSet<string> _numbers = [];
    private readonly HashSet<string> _longWords = [];
    private readonly HashSet<string> _shortWords = [];

    /// <param name="entries">Names and numbers as they are, "SIA Ātrais taksis" or "030303-10012"; they are split and folded here.</param>
    public ContextWords(IEnumerable<string> entries)
    {
        foreach (var word in entries.SelectMany(WordsOf).Concat(BuiltIn))
        {
            var isNumber = word.All(char.IsAsciiDigit);
            if (word.Length >= LongWord)
            {
                (isNumber ? _numbers : _longWords).Add(word);
            }
            else if (word.Length >= ShortestWord && !isNumber)
            {
                _shortWords.Add(word);
            }
        }
    }

    public bool AreIn(string secret)
    {
        var folded = SearchText.Fold(secret);
        var withoutHyphens = folded.Replace("-", "", StringComparison.Ordinal);
        return _numbers.Any(number => withoutHyphens.Contains(number, StringComparison.Ordinal))
            || _longWords.Any(word => Enumerable.Range(0, folded.Length).Any(at => StandsAt(folded, at, word)))
            || IsMadeOfShortWords(folded);
    }

    private static IEnumerable<string> WordsOf(string entry) =>
        HyphenatedNumber.IsMatch(entry)
            ? [entry.Replace("-", "", StringComparison.Ordinal)]
            : NotWord.Split(SearchText.Fold(entry)).Where(word => word.Length > 0);

    private bool IsMadeOfShortWords(string text)
    {
        var reached = new bool[text.Length + 1];
        reached[0] = text.Any(char.IsAsciiLetter); // digits and punctuation alone are no words
        for (var at = 0; at < text.Length; at++)
        {
            if (!reached[at])
            {
                continue;
            }

            reached[at + 1] |= !char.IsAsciiLetter(text[at]);
            foreach (var word in _shortWords.Where(word => StandsAt(text, at, word)))
            {
                reached[at + word.Length] = true;
            }
        }

        return reached[text.Length];
    }

    private static bool StandsAt(string text, int at, string word) =>
        word.Length <= text.Length - at && text.AsSpan(at, word.Length).SequenceEqual(word, LookAlike);

    /// <summary>Whether a character is the letter or commonly written for it, as in "t4k$0m3tr1".</summary>
    private static bool ReadsAs(char written, char letter) => written == letter || letter switch
    {
        'a' => written is '4' or '@',
        'e' => written is '3',
        'i' or 'l' => written is '1',
        'o' => written is '0',
        's' => written is '5' or '$',
        't' => written is '7',
        _ => false,
    };

    [GeneratedRegex(@"\A[0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex HyphenatedNumber { get; }

    [GeneratedRegex(@"[^\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotWord { get; }
}
