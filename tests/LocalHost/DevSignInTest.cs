using System.Net.Http.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Eds.Tests.LocalHost;

public sealed class DevSignInTest(SignInHost host) : IClassFixture<SignInHost>
{
    private HttpClient Client => host.Flow.Client;

    [Fact]
    public async Task One_person_has_one_subject_however_the_code_is_written()
    {
        var with = await TokenAsync("030303-10012");
        var without = await TokenAsync("03030310012");
        var other = await TokenAsync("030303-10004");

        Assert.Equal(with.Subject, without.Subject);
        Assert.NotEqual(with.Subject, other.Subject);
        Assert.Equal("PNOLV-03030310012", without.GetClaim("serial_number").Value);
    }

    [Fact]
    public Task A_malformed_body_gets_400() => Assert.AllAsync<string>(
        [
            "", "null", "[]", "{}", """{"personalCode": null}""", """{"personalCode": "03030-310012"}""",
            """{"personalCode": "030303-10012\n"}""", """{"personalCode": "030303-10012", "role": "Operator"}""",
            """{"personalCode": "030303-10012", "roles": "Operator"}""", """{"personalCode": "030303-10012", "roles": [null]}""",
        ],
        async body => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body, "application/json")).StatusCode));

    [Fact]
    public async Task A_demo_person_has_name_and_roles_by_default()
    {
        var token = await TokenAsync("311299-19993");

        Assert.Equal("Olga Operatore", token.GetClaim("name").Value);
        Assert.Equal(["Operator"], token.GetPayloadValue<string[]>("roles"));
    }

    [Fact]
    public async Task What_a_page_of_another_site_could_send_is_415() =>
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType, (await PostAsync("""{"personalCode": "030303-10012"}""", "text/plain")).StatusCode);

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:80", HttpStatusCode.OK)]
    public async Task Only_who_means_this_machine_is_answered(string name, HttpStatusCode expected)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/dev/oidc/jwks");
        request.Headers.Host = name;

        Assert.Equal(expected, (await Client.SendAsync(request, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_published_key_is_public_and_has_the_headers_of_host_json()
    {
        var answer = await Client.GetAsync(new Uri("/dev/oidc/jwks", UriKind.Relative), Cancellation);

        Assert.DoesNotContain("\"d\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
    }

    private async Task<JsonWebToken> TokenAsync(string personalCode)
    {
        var answer = await PostAsync($$"""{"personalCode": "{{personalCode}}"}""", "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return new((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("access_token").GetString());
    }

    private Task<HttpResponseMessage> PostAsync(string body, string contentType) =>
        Client.PostAsync(new Uri("/dev/token", UriKind.Relative), new StringContent(body, Encoding.UTF8, contentType), Cancellation);
}
