using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Which sign-in tokens the management API refuses beyond those of <see cref="IsolationMatrixTest"/>, and what their personal code must look like.</summary>
[Trait("Host", "Own")]
public sealed class SignInTokenTest(OwnSignIn signIn) : IClassFixture<OwnSignIn>
{
    private static readonly Dictionary<string, Func<OwnSignIn, string>> Flaws = new()
    {
        ["of no audience"] = own => own.Good().Without("aud").SignedBy(own.Key),
        ["of no issuer"] = own => own.Good().Without("iss").SignedBy(own.Key),
        ["without an expiry"] = own => own.Good().Without("exp").SignedBy(own.Key),
        ["not valid for more than a minute yet"] = own => own.Good().With("nbf", own.Now + 61).SignedBy(own.Key),
        ["by a foreign key of another name"] = own => own.Good().WithHeader("kid", "k2").SignedByAForeignKey(),
        ["with an empty signature"] = own => string.Join('.', own.Good().SignedBy(own.Key).Split('.')[..2]) + ".",
        ["with the signature of another"] = own =>
            string.Join('.', [.. own.Good().With("name", "Eva").SignedBy(own.Key).Split('.')[..2], own.Good().SignedBy(own.Key).Split('.')[2]]),
    };

    public static TheoryData<string> FlawNames => [.. Flaws.Keys];

    [Theory]
    [MemberData(nameof(FlawNames))]
    public async Task A_token_with_one_flaw_is_refused(string flaw)
    {
        var answer = await signIn.Host.Api.GetAsync("api/me", Flaws[flaw](signIn));

        answer.ExpectProblem(401, "token-invalid");
        Assert.Equal("Bearer realm=\"eds\", error=\"invalid_token\"", answer.Header(HeaderNames.WWWAuthenticate));
    }

    [Theory]
    [InlineData("PNOLV-030303-10012")]
    [InlineData("PNOLV-03030310012")]
    public async Task A_token_without_a_flaw_names_the_person(string claim)
    {
        var token = signIn.Good().With("serial_number", claim).With("exp", signIn.Now - 59).SignedBy(signIn.Key); // clocks differ

        var person = (await signIn.Host.Api.GetAsync("api/me", token)).Expect(200).Body["person"]!;

        Assert.Equal("030303-10012", person["personalCode"]!.GetValue<string>());
        Assert.Equal("Anna Liepa", person["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("030303-10012")]
    [InlineData("pnolv-030303-10012")]
    [InlineData("PNOEE-030303-10012")]
    [InlineData("IDCLV-030303-10012")]
    [InlineData("PNOLV-030303-10013")] // check digit
    [InlineData("PNOLV-912345-67890")] // a taxpayer code is no national number
    [InlineData("PNOLV-030303-10012 ")]
    public async Task A_claim_that_is_no_personal_code_cannot_be_used(string? claim)
    {
        var answer = await signIn.Host.Api.GetAsync("api/me", signIn.Good().With("serial_number", claim).SignedBy(signIn.Key));

        answer.ExpectProblem(403, "person-code-unusable");
        Assert.Null(answer.Header(HeaderNames.WWWAuthenticate));
    }

    [Theory]
    [InlineData("Bearer", "token-invalid")]
    [InlineData("Bearer  ", "token-invalid")]
    [InlineData("Basic dHg6c2VjcmV0", "token-missing")]
    [InlineData("{token}", "token-missing")]
    [InlineData("", "token-missing")]
    public async Task A_header_without_a_bearer_token_is_refused(string header, string code)
    {
        var value = header.Replace("{token}", signIn.Good().SignedBy(signIn.Key), StringComparison.Ordinal);

        var answer = await signIn.Host.Api.SendAsync(HttpMethod.Get, "api/me", token: null, headers: (HeaderNames.Authorization, value));

        answer.ExpectProblem(401, code);
    }

    [Fact]
    public async Task The_schemes_name_is_read_in_any_case_and_a_token_in_the_url_not_at_all()
    {
        var token = signIn.Good().SignedBy(signIn.Key);

        (await signIn.Host.Api.SendAsync(HttpMethod.Get, "api/me", token: null, headers: (HeaderNames.Authorization, $"bearer {token}"))).Expect(200);
        (await signIn.Host.Api.GetAsync("api/me?access_token=of-nobody", token: null)).ExpectProblem(401, "token-missing");
    }

    [Fact]
    public async Task A_sign_in_ends_by_the_clock()
    {
        await using var host = await OwnHost.StartAsync();
        var token = await host.Api.SignInAsync(TestPerson.New());
        (await host.Api.GetAsync("api/me", token)).Expect(200);

        host.Clock.Advance(TimeSpan.FromMinutes(61));

        (await host.Api.GetAsync("api/me", token)).ExpectProblem(401, "token-invalid");
    }
}
