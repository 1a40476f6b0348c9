using Zxcvbn.Matcher;
using Match = Zxcvbn.Match;

namespace Eds.Core;

/// <summary>Finds what stands on guessers' lists: zxcvbn's and those of the folder Words, also with signs for letters ("t4k$1").</summary>
internal sealed class DictionaryWords : IMatcher
{
    private const int LongestWord = 40;
    private const int ShortestPartOfPhrase = 12;
    private const double LookAlikeBits = 1;
    private const string LookAlikes = "4@8369!0$57+2|1";

    private static readonly string[] Endings =
        " a ai ais aja am as e ei em es i ie iem ies im is ja jam jas ji jiem ju o os s u ui um us".Split(' ');

    /// <summary>How Latvian is written without diacritics: "mušu", "musu", "mushu", "muushu".</summary>
    private static readonly string[][] Transcriptions =
        [[], "čch ģgj ķkj ļlj ņnj šsh žzh".Split(' '), "āaa čch ēee ģgj īii ķkj ļlj ņnj šsh ūuu žzh".Split(' ')];

    /// <summary>The folded letters and digits of a word, and the logarithm of its place in its list: the most used costs least.</summary>
    private static readonly Dictionary<string, double> Bits = (
        from assembly in new[] { typeof(IMatcher).Assembly, typeof(DictionaryWords).Assembly }
        from list in assembly.GetManifestResourceNames()
        where list.EndsWith(".lst", StringComparison.Ordinal) || list.Contains(".Words.", StringComparison.Ordinal)
        from line in LinesOf(assembly.GetManifestResourceStream(list)!).Index()
        from word in WordsOf(line.Item)
        select (word, bits: Math.Log2(line.Index + 16)))
        .AggregateBy(entry => entry.word, double.MaxValue, (least, entry) => Math.Min(least, entry.bits))
        .ToDictionary();

    public IEnumerable<Match> MatchPassword(string password)
    {
        var lower = password.ToLowerInvariant();
        return [..
            from reading in new[] { lower, WithLetters(lower, "aabeggiossttzii"), WithLetters(lower, "aabeggiossttzll") }.Distinct()
            from start in Enumerable.Range(0, lower.Length)
            from length in Enumerable.Range(1, Math.Min(LongestWord, lower.Length - start))
            let token = reading.Substring(start, length)
            where Bits.ContainsKey(token)
            let bits = Bits[token] + (reading == lower ? 0 : LookAlikeBits)
            select new Match { Pattern = "dictionary", i = start, j = start + length - 1, Token = token, Entropy = bits }];
    }

    public static string LettersAndDigits(string text) => string.Concat(SearchText.Fold(text).Where(char.IsAsciiLetterOrDigit));

    /// <param name="letters">What each of the look-alikes is read as.</param>
    public static string WithLetters(string text, string letters = "aabeggiossttzii") =>
        string.Concat(text.Select(sign => LookAlikes.IndexOf(sign) is >= 0 and var at ? letters[at] : sign));

    private static IEnumerable<string> LinesOf(Stream list) =>
        new StreamReader(list).ReadToEnd().Split('\n').Where(line => !line.StartsWith("# ", StringComparison.Ordinal));

    /// <summary>A stem ("vasar-") gives its forms, a phrase also its parts.</summary>
    private static IEnumerable<string> WordsOf(string line) =>
        from pairs in Ascii.IsValid(line) ? [[]] : Transcriptions
        let written = pairs.Aggregate(line.ToLowerInvariant(), (text, pair) => text.Replace(pair[..1], pair[1..]))
        from part in PartsOf(written.Split(' '))
        from ending in written.EndsWith('-') ? Endings : [""]
        select LettersAndDigits(part) + ending;

    private static IEnumerable<string> PartsOf(string[] phrase) =>
        from first in Enumerable.Range(0, phrase.Length)
        from end in Enumerable.Range(first + 1, phrase.Length - first)
        let part = string.Concat(phrase[first..end])
        where end - first == phrase.Length || part.Length >= ShortestPartOfPhrase
        select part;
}
