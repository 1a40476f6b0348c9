namespace Eds.Core;

/// <summary>How soon a guesser who knows words, keyboards and habits, but not the company, would arrive at a secret.</summary>
internal static class SecretStrength
{
    /// <summary>10¹⁰ guesses: on average half of 2^34.2 are needed.</summary>
    private const double LeastEntropyBits = 34.2;

    private const int LongestTrivialUnit = 4;
    private const int MostOutside = 3;

    private static readonly SecretViolation Common = new(
        "secret-common", "The secret is made of words and patterns that are guessed first.");

    private static readonly SecretViolation Repetitive = new(
        "secret-repetitive", "The secret repeats the same few characters.");

    private static readonly SecretViolation Sequential = new(
        "secret-sequential", "The secret is a row of letters, digits or neighbouring keys, or a date.");

    /// <summary>Shared, because each instance loads its dictionaries anew; it holds no state of an evaluation.</summary>
    private static readonly Zxcvbn.Zxcvbn Estimator = new();

    /// <summary>
    /// Null if it is strong enough. What repeats itself, but for up to three characters at one end, is judged by what it repeats. 128
    /// characters cost about 10 ms of one core, at worst 80 ms, once per choice, so nothing is cut off.
    /// </summary>
    public static SecretViolation? FaultOf(string secret)
    {
        var folded = SearchText.Fold(secret);
        var repeated = Repeated(folded);
        var (from, period) = repeated.GetOffsetAndLength(folded.Length);
        if (period <= LongestTrivialUnit)
        {
            return Repetitive;
        }

        if (Math.Max(LongestRun(folded, ascending: true), LongestRun(folded, ascending: false)) >= secret.Length - MostOutside)
        {
            return Sequential;
        }

        var estimate = Estimator.EvaluatePassword(secret.Substring(from, period));
        return estimate.Entropy >= LeastEntropyBits ? null
            : period < secret.Length ? Repetitive
            : FaultOf(estimate.MatchSequence);
    }

    private static SecretViolation FaultOf(IEnumerable<Zxcvbn.Match> matches) => matches
        .Where(match => match.Pattern != "bruteforce")
        .GroupBy(match => match.Pattern switch
        {
            "repeat" => Repetitive,
            "sequence" or "spatial" or "date" or "year" or "digits" => Sequential,
            _ => Common,
        })
        .MaxBy(kind => kind.Sum(match => match.Token.Length))?.Key ?? Common;

    /// <summary>The shortest unit that, repeated at least once, gives the text but for its ends; the whole text if there is none.</summary>
    private static Range Repeated(string text)
    {
        var (from, period) = (0, text.Length);
        for (var outside = 0; outside <= MostOutside; outside++)
        {
            foreach (var start in new[] { 0, outside })
            {
                var length = text.Length - outside;
                var candidate = Period(text.Substring(start, length));
                if (candidate <= length / 2 && candidate < period)
                {
                    (from, period) = (start, candidate);
                }
            }
        }

        return from..(from + period);
    }

    /// <summary>The length of the shortest beginning that, repeated, gives the whole text: 3 for "abcabcab", 8 for "abcdefgh".</summary>
    private static int Period(string text)
    {
        var period = 1;
        while (!text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)))
        {
            period++;
        }

        return period;
    }

    private static int LongestRun(string text, bool ascending)
    {
        var (longest, run) = (1, 1);
        for (var i = 1; i < text.Length; i++)
        {
            var (before, after) = ascending ? (text[i - 1], text[i]) : (text[i], text[i - 1]);
            run = after == Next(before) ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static char Next(char character) => character switch
    {
        '9' => '0',
        'z' => 'a',
        _ => (char)(character + 1),
    };
}
