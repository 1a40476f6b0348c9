namespace Eds.Core;

/// <summary>Why a chosen secret is refused. Neither member repeats any of the secret or tells which word was found in it.</summary>
/// <param name="Code">Stable, for programs: <c>secret-too-short</c>.</param>
/// <param name="Detail">One English sentence for people.</param>
public sealed record SecretViolation(string Code, string Detail);

/// <summary>
/// What NIST SP 800-63B-4 asks of a password used alone: long, not expected by a guesser, and no rules about which characters.
/// Deviation: printable ASCII only, because RFC 6749 A.2 allows no more in a client_secret.
/// </summary>
public static class SecretPolicy
{
    private static readonly (Func<string, bool> Breaks, SecretViolation Fault)[] FormRules =
    [
        (value => value.Length < ChosenSecret.MinimumLength,
            new("secret-too-short", $"The secret has fewer than {ChosenSecret.MinimumLength} characters.")),
        (value => value.Length > ChosenSecret.MaximumLength,
            new("secret-too-long", $"The secret has more than {ChosenSecret.MaximumLength} characters.")),
        (value => !ChosenSecret.HasOnlyPrintableAscii(value),
            new("secret-characters", "The secret has characters other than a–z, A–Z, digits, ASCII punctuation and spaces.")),
        (ChosenSecret.HasSpaceAtEnd,
            new("secret-space-at-end", "The secret begins or ends with a space.")),
        (ChosenSecret.HasReservedPrefix,
            new("secret-reserved-prefix", $"The secret begins with \"{GeneratedSecret.Prefix}\", which only generated secrets do.")),
    ];

    private static readonly SecretViolation ContextWord = new(
        "secret-context-word",
        "The secret contains the company's name, registration number, a driver's name or a word of this service.");

    /// <summary>Every fault in the order of the rules, empty if there is none. A secret of bad form is not judged further.</summary>
    /// <param name="value">What the person chose, untrimmed.</param>
    /// <param name="contextWords">
    /// What an attacker knows of its users: the company's name and registration number, the drivers' names and codes, as they are.
    /// </param>
    public static IReadOnlyList<SecretViolation> Check(string value, IEnumerable<string> contextWords)
    {
        var form = FormRules.Where(rule => rule.Breaks(value)).Select(rule => rule.Fault).ToArray();
        if (form.Length > 0)
        {
            return form;
        }

        var faults = new List<SecretViolation>();
        if (SecretStrength.FaultOf(value) is { } weak)
        {
            faults.Add(weak);
        }

        if (new ContextWords(contextWords).AreIn(value))
        {
            faults.Add(ContextWord);
        }

        return faults;
    }
}
