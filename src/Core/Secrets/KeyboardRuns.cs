using Zxcvbn.Matcher;

namespace Eds.Core;

/// <summary>Rows of letters, digits or keys: "abcdef", "!QAZ2wsx", "147258369", "qwertzuiop", and two in turn: "1a2b3c4d".</summary>
internal static class KeyboardRuns
{
    private static readonly IMatcher[] Rows = [new SequenceMatcher(), new SpatialMatcher(), new RepeatMatcher()];

    /// <summary>Whether four fifths of the text belong to rows of three or more.</summary>
    public static bool Make(string text) =>
        AreIn(text) || AreIn(SwapYAndZ(text)) || (AreIn(EverySecond(text, first: 0)) && AreIn(EverySecond(text, first: 1)));

    private static bool AreIn(string text)
    {
        var covered = new bool[text.Length];
        var rows = Rows.SelectMany(matcher => matcher.MatchPassword(text))
            .Where(row => row is not SpatialMatch { Turns: > 1, Token.Length: < 6 }); // numbers cross the number pad by chance
        foreach (var row in rows)
        {
            Array.Fill(covered, true, row.i, row.Token.Length);
        }

        return covered.Count(isCovered => isCovered) >= text.Length - (text.Length / 5);
    }

    private static string EverySecond(string text, int first) => string.Concat(text.Where((_, at) => at % 2 == first));

    private static string SwapYAndZ(string text) =>
        string.Concat(text.Select(key => key switch { 'y' => 'z', 'z' => 'y', 'Y' => 'Z', 'Z' => 'Y', _ => key }));
}
