using System.Text;
using System.Text.Json;
using Eds.Core;
using Eds.Functions;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>What holds of every parser whatever it is given: generated inputs, from a fixed seed.</summary>
public sealed class ParserTest
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20261123UL, 7UL);

    /// <summary>Texts that are nearly right: pieces of good ones, joined with rubbish.</summary>
    private static readonly Gen<string> Nearly = Gen.Elements(
            "tx-", "TX", "7k2m9", "q4x0d", "0", "o", "l", "u", "-", "--", " ", "\t", "eds_", "030303-10012", "161175", "39", "9", "PNOLV-", "client|", "event|", "%2B", "+", "%", "=", "&",
            "grant_type", "client_credentials", "\u0000", "ā", "e\u0301", "\u202E", "\uD800", "{", "}", "\"", ":", "[", "]", "null", "1e999", "drivers", "secret", "value", "']", "['", ".", "~", "/")
        .ListOf().Select(string.Concat);

    [Fact]
    public void A_client_id_is_refused_or_read_to_itself() => Every(text =>
        !ClientId.TryParse(text, out var id) || (ClientId.TryParse(id.ToString(), out var again) && again == id && ClientId.TryParse(id.Compact.ToUpperInvariant(), out again) && again == id));

    [Fact]
    public void A_mutated_client_id_is_refused_or_the_same()
    {
        var good = ClientId.Draw(TaxpayerId.Draw());
        var mutations =
            from at in Gen.Choose(0, good.ToString().Length - 1)
            from to in Gen.Choose(32, 126)
            from more in Gen.Choose(0, 3)
            select good.ToString().Remove(at, 1).Insert(at, ((char)to).ToString()) + new string('-', more);
        Prop.ForAll(mutations.ToArbitrary(), text => !ClientId.TryParse(text, out var id) || id == good).Check(Fixed);
    }

    [Fact]
    public void A_personal_code_is_refused_or_has_eleven_digits_and_reads_back() => Every(text =>
        !PersonalCode.TryParse(text, out var code)
        || (code.Digits.Length == 11 && PersonalCode.TryParse(code.Display, out var again) && again == code && PersonalCode.FromStored(code.Digits) == code));

    [Fact]
    public void Numbers_names_claims_and_searches_never_throw() => Every(text =>
    {
        _ = RegistrationNumber.TryParse(text, out _);
        _ = PersonalCode.FromClaim(text);
        _ = SearchText.Fold(text);
        return !NameRule.TryNormalize(text, out var name) || (NameRule.TryNormalize(name, out var again) && again == name);
    });

    [Fact]
    public void A_secret_that_is_read_is_what_was_given_and_of_the_kind_its_prefix_says() => Every(text =>
        ClientSecret.TryRead(text) is not { } secret
        || (secret.Reveal() == text && secret.Kind == (text.StartsWith("eds_", StringComparison.Ordinal) ? SecretKind.Generated : SecretKind.Chosen)));

    [Fact]
    public void A_continuation_is_refused_or_of_its_kind() => Every(text =>
        Continuation.After("client", text) is not { } from || from.StartsWith("client|", StringComparison.Ordinal));

    [Fact]
    public void A_form_and_basic_credentials_give_a_value_or_an_OAuth_error() => Every(text =>
    {
        var request = Request("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(text));
        request.Headers.Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        var (form, error) = OAuthForm.ReadAsync(request, default).AsTask().GetAwaiter().GetResult();
        if (form is null)
        {
            return error!.StatusCode == 400;
        }

        var (credentials, refusal) = ClientCredentials.Read(request, form);
        return credentials is null ? refusal!.StatusCode is 400 or 401 : refusal is null;
    });

    [Fact]
    public void A_body_of_any_bytes_gives_a_value_or_a_refusal()
    {
        var bytes = Gen.OneOf(Nearly.Select(Encoding.UTF8.GetBytes), Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf());
        Prop.ForAll(bytes.ToArbitrary(), body =>
        {
            var (value, refusal) = Body.ReadJsonAsync(Request("application/json", body), Json.Contract.RegisterClientsBody, default).AsTask().GetAwaiter().GetResult();
            return value is null != refusal is null;
        }).Check(Fixed);
    }

    [Fact]
    public void A_field_of_any_name_is_refused_with_a_pointer() => Every(text =>
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { [text] = new Dictionary<string, int> { [text] = 1 } });
        var (value, refusal) = Body.ReadJsonAsync(Request("application/json", body), Json.Contract.RenameDriverBody, default).AsTask().GetAwaiter().GetResult();
        return text == "driver" || (value is null && refusal is ProblemResult { Errors: [{ Pointer: { Length: < 400 } }] });
    });

    private static void Every(Func<string, bool> holds)
    {
        Prop.ForAll(Nearly.ToArbitrary(), holds).Check(Fixed);
        Prop.ForAll<string>(text => text is null || holds(text)).Check(Fixed);
    }

    private static HttpRequest Request(string type, byte[] body)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[HeaderNames.ContentType] = type;
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body);
        return request;
    }
}
