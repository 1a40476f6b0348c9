using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Every flaw is one of <see cref="AccessMatrixTest"/>.</summary>
[Trait("Host", "Own")]
public sealed class SignInTokenTest(OwnKeys own) : IClassFixture<OwnKeys>
{
    internal static readonly Dictionary<string, Func<Jwt, OwnKeys, string>> Flaws = new(OwnKeys.Flaws)
    {
        ["expired for more than a minute"] = (good, own) => good.With("exp", own.Now - 61).SignedBy(own.Key),
        ["not valid for more than a minute yet"] = (good, own) => good.With("nbf", own.Now + 61).SignedBy(own.Key),
        ["of another audience"] = (good, own) => good.With("aud", OwnKeys.Audience).SignedBy(own.Key),
    };

    [Theory]
    [InlineData("PNOLV-030303-10012")]
    [InlineData("PNOLV-03030310012")]
    public async Task A_good_token_names_the_person(string claim)
    {
        // Clocks differ by up to a minute.
        var token = own.SignInOf(TestPerson.Operator).With("serial_number", claim).With("exp", own.Now - 59).SignedBy(own.Key);

        var person = (await own.Client.As(token).GetMeAsync()).Expect(200).Value.Person;

        Assert.Equal(("030303-10012", "Anna Liepa"), (person.PersonalCode, person.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("PNOEE-030303-10012")]
    [InlineData("PNOLV-030303-10013")] // check digit
    [InlineData("PNOLV-912345-67890")] // a taxpayer code is no national number
    public async Task A_claim_that_is_no_personal_code_cannot_be_used(string? claim)
    {
        var token = own.SignInOf(TestPerson.Operator).With("serial_number", claim).SignedBy(own.Key);

        var answer = (await own.Client.As(token).GetMeAsync()).Expect(403, "person-code-unusable");

        Assert.Null(answer.Challenge());
    }

    [Theory]
    [InlineData("Bearer", "token-invalid")]
    [InlineData("Bearer  ", "token-invalid")]
    [InlineData("Basic dHg6c2VjcmV0", "token-missing")]
    [InlineData("{token}", "token-missing")]
    [InlineData("", "token-missing")]
    [InlineData("bearer {token}", null)]
    public async Task Only_a_bearer_header_counts(string header, string? code)
    {
        var value = header.Replace("{token}", own.SignInOf(TestPerson.Operator).SignedBy(own.Key), StringComparison.Ordinal);

        var route = Routes.GetMe().With(("access_token", "of-nobody")); // is not read from a URL
        (await own.Client.SendAsync(route, null, (HeaderNames.Authorization, value))).Expect(code is null ? 200 : 401, code);
    }
}
