namespace Eds.Core;

/// <summary>Neither member repeats any part of the secret.</summary>
public sealed record SecretViolation(string Code, string Detail);

/// <summary>
/// What NIST SP 800-63B-4 requires of a password used alone: long, hard to guess, and no rules about which characters.
/// Deviation: printable ASCII only, because RFC 6749 A.2 allows no more in a client_secret.
/// </summary>
public static class SecretPolicy
{
    private static readonly (Func<string, bool> IsBroken, SecretViolation Violation)[] FormRules =
    [
        (value => value.Length < ChosenSecret.MinLength,
            new("secret-too-short", $"The secret has fewer than {ChosenSecret.MinLength} characters.")),
        (value => value.Length > ChosenSecret.MaxLength,
            new("secret-too-long", $"The secret has more than {ChosenSecret.MaxLength} characters.")),
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

    /// <summary>Violations in the order of the rules. A malformed secret is not checked further.</summary>
    public static IReadOnlyList<SecretViolation> Check(string value, IEnumerable<string> contextWords)
    {
        var malformed = FormRules.Where(rule => rule.IsBroken(value)).Select(rule => rule.Violation).ToArray();
        if (malformed.Length > 0)
        {
            return malformed;
        }

        // A word that leads to this company is reason enough without its being common.
        var weak = SecretStrength.FaultOf(value);
        return new ContextWords(contextWords).AreIn(value)
            ? weak is null || weak == SecretStrength.Common ? [ContextWord] : [weak, ContextWord]
            : weak is null ? [] : [weak];
    }
}
