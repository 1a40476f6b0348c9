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

    [Fact]
    public async Task A_good_token_names_the_person()
    {
        // Clocks differ by up to a minute.
        var token = own.SignInOf(TestPerson.Operator).With("exp", own.Now - 59).SignedBy(own.Key);

        var person = (await own.Client.As(token).GetMeAsync()).Expect(200).Value.Person;

        Assert.Equal((TestPerson.Operator.Code, "Anna Liepa"), (person.PersonalCode, person.Name));
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
