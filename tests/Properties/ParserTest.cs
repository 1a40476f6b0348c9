using FsCheck.Xunit;

namespace Eds.Tests;

[Properties(Arbitrary = [typeof(Inputs)], MaxTest = 2_000, Replay = "20261123,7")]
public sealed class ParserTest
{
    [Property]
    public bool A_text_is_no_client_id_or_one_that_reads_back(string text) =>
        !ClientId.TryParse(text, out var id) || (ClientId.TryParse(id.ToString(), out var again) && again == id);

    [Property]
    public bool A_text_is_no_personal_code_or_has_eleven_digits_and_reads_back(string text) =>
        !PersonalCode.TryParse(text, out var code)
        || (code.Digits.Length == 11 && code.Digits.All(char.IsAsciiDigit)
            && PersonalCode.TryParse(code.Display, out var again) && again == code);

    [Property]
    public bool A_claim_is_none_or_the_code_behind_its_prefix(string text) =>
        PersonalCode.FromClaim(text) is not { } code || text == $"PNOLV-{code.Digits}" || text == $"PNOLV-{code.Display}";

    [Property]
    public bool A_text_is_no_registration_number_or_its_eleven_digits(string text) =>
        !RegistrationNumber.TryParse(text, out var number)
            || (number.Digits == text.Trim() && number.Digits.Length == 11 && number.Digits.All(char.IsAsciiDigit));

    [Property]
    public bool A_name_is_refused_or_trimmed_normal_short_and_read_to_itself(string text) =>
        !NameRule.TryNormalize(text, out var name)
        || (name == name.Trim() && name.IsNormalized() && name.EnumerateRunes().Count() is >= 1 and <= NameRule.MaxLength
            && !name.Any(char.IsControl) && name.EnumerateRunes().Any(Rune.IsLetterOrDigit)
            && NameRule.TryNormalize(name, out var again) && again == name);

    [Property]
    public bool A_secret_that_is_read_is_what_was_given_and_of_the_kind_its_prefix_says(string text) =>
        ClientSecret.TryRead(text) is not { } secret
        || (secret.Reveal() == text && secret.Kind is SecretKind.Generated == text.StartsWith("eds_", StringComparison.Ordinal));

    [Fact]
    public void A_continuation_is_read_as_it_was_written_and_for_no_other_kind_or_taxpayer() => Assert.All(
        [$"client|{Crockford.Alphabet[2..]}", $"client|{Crockford.Alphabet[..30]}"],
        row =>
        {
            var text = Continuation.Write("7k2m9q4x0d", row);

            Assert.Equal(row, Continuation.After("7k2m9q4x0d", "client", text));
            Assert.Null(Continuation.After("7k2m9q4x0d", "event", text));
            Assert.Null(Continuation.After("7k2m9q4x0e", "client", text));
            Assert.Null(Continuation.After("7k2m9q4x0d", "client", Continuation.Write("7k2m9q4x0d", row + "\n")));
        });

    [Property]
    public bool A_text_is_no_continuation_or_of_its_kind(string text) => new[] { "client", "event" }.All(kind =>
        Continuation.After("7k2m9q4x0d", kind, text) is not { } from
        || (from.StartsWith($"{kind}|", StringComparison.Ordinal) && Ascii.IsValid(from)));
}
