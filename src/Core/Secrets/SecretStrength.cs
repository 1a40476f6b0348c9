using Zxcvbn;
using Zxcvbn.Matcher;

namespace Eds.Core;

/// <summary>How soon a guesser who knows words, keyboards and habits, but not the company, would arrive at a secret.</summary>
internal static class SecretStrength
{
    /// <summary>10¹⁰ guesses: on average half of 2^34.2 are needed.</summary>
    private const double LeastEntropyBits = 34.2;

    /// <summary>One number in fifty of 15 random digits looks like rows of keys; most of these are harder to guess than this.</summary>
    private const double MostEntropyBitsOfNumber = 44;

    private const double SeparatorBits = 3;
    private const double HabitBits = 1;

    internal static readonly SecretViolation Common = new(
        "secret-common", "The secret is made of words and patterns that are guessed first.");

    private static readonly SecretViolation Repetitive = new(
        "secret-repetitive", "The secret repeats the same few characters.");

    private static readonly SecretViolation Sequential = new(
        "secret-sequential", "The secret is a row of letters, digits or neighbouring keys, or a date.");

    private static readonly Zxcvbn.Zxcvbn Estimator = new(new Matchers());

    /// <summary>Null if it is strong enough. 128 characters cost about 20 ms of one core, at worst 90 ms, once per choice.</summary>
    public static SecretViolation? FaultOf(string secret)
    {
        var readings = ReadingsOf(secret)
            .Where(reading => reading.Text.Length >= secret.Length / 2) // otherwise the rest counts more
            .DistinctBy(reading => reading.Text).ToArray();
        var (guess, bits) = readings
            .Select(reading => (Guess: Estimator.EvaluatePassword(reading.Text), reading.Bits))
            .MinBy(reading => reading.Guess.Entropy + reading.Bits);
        var isWeak = guess.Entropy + bits < LeastEntropyBits;
        var isOfCopies = LengthOf(guess, CopyMatcher.Pattern) >= guess.Password.Length * 2 / 5;
        if ((isWeak && isOfCopies) || IsOneUnit(secret))
        {
            return Repetitive;
        }

        var isStrongNumber = guess.Entropy + bits >= MostEntropyBitsOfNumber && secret.All(char.IsAsciiDigit);
        var isRow = !isStrongNumber && readings.Any(reading => KeyboardRuns.Make(reading.Text));
        var isOfRows = LengthOf(guess, "sequence", "spatial", "date", "year", "digits") > LengthOf(guess, "dictionary");
        return isRow || (isWeak && isOfRows) ? Sequential : isWeak ? Common : null;
    }

    /// <summary>What a guesser may arrive at it by: as it is, without separators, with signs read as letters, backwards.</summary>
    private static IEnumerable<(string Text, double Bits)> ReadingsOf(string secret)
    {
        var bits = HabitBits + (SeparatorBits * secret.Where(sign => !char.IsAsciiLetterOrDigit(sign)).Distinct().Count());
        var plain = DictionaryWords.LettersAndDigits(secret);
        var signsRead = string.Concat(secret.Select(sign => char.IsAsciiDigit(sign) ? $"{sign}" : DictionaryWords.WithLetters($"{sign}")));
        yield return (secret, 0);
        yield return (plain, bits);
        yield return (DictionaryWords.LettersAndDigits(signsRead), bits);
        yield return (string.Concat(plain.Reverse()), bits + HabitBits);
    }

    /// <summary>Whether the text repeats one unit to its end that would be too short alone.</summary>
    private static bool IsOneUnit(string text) => Enumerable.Range(1, Math.Min(text.Length / 2, ChosenSecret.MinLength - 1))
        .Any(length => text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)));

    private static int LengthOf(Result guess, params string[] patterns) =>
        guess.MatchSequence.Where(match => patterns.Contains(match.Pattern)).Sum(match => match.Token.Length);

    private sealed class Matchers : IMatcherFactory
    {
        private static readonly IMatcher[] All =
        [
            new DictionaryWords(), new CopyMatcher(), new SequenceMatcher(), new SpatialMatcher(), new DateMatcher(),
            new RegexMatcher("[0-9]+", 10, perCharCardinality: true, "digits"),
            new RegexMatcher("19[0-9]{2}|20[0-4][0-9]", 150, perCharCardinality: false, "year"),
        ];

        public IEnumerable<IMatcher> CreateMatchers(IEnumerable<string> userInputs) => All;
    }
}
