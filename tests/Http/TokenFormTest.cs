using System.Text;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Rows T6, T8, T9 and T14: the form of a token request, and what is wrong with one.</summary>
public sealed class TokenFormTest
{
    private const int MaxBytes = 8 << 10;
    private const string Form = "application/x-www-form-urlencoded";

    [Theory(DisplayName = "T6 a parameter given twice is refused, whatever it is")]
    [InlineData("grant_type", "client_credentials")]
    [InlineData("client_id", "{id}")]
    [InlineData("client_secret", "{secret}")]
    [InlineData("grant_type", "")]
    [InlineData("audience", "one", "audience", "two")]
    [InlineData("scope", "", "scope", "")]
    public async Task Repeated_parameters(params string[] more)
    {
        var device = await TestDevice.RegisterAsync();
        var fields = more.Chunk(2).Select(pair => (pair[0], pair[1].Replace("{id}", device.ClientId, StringComparison.Ordinal).Replace("{secret}", device.Secret, StringComparison.Ordinal)));

        (await device.InFormAsync([TestDevice.ClientCredentialsGrant, .. fields])).ExpectOAuthError(400, "invalid_request");
    }

    [Fact(DisplayName = "T6 unknown parameters are ignored and an empty one is an absent one")]
    public async Task Unknown_and_empty_parameters()
    {
        var device = await TestDevice.RegisterAsync();

        (await device.InFormAsync(TestDevice.ClientCredentialsGrant, ("audience", "anything"), ("resource", ""), ("scope", ""))).Expect(200);
        (await device.WithBasicAsync(TestDevice.ClientCredentialsGrant, ("client_id", ""), ("client_secret", ""))).Expect(200);
        (await device.WithBasicAsync(("grant_type", ""))).ExpectOAuthError(400, "invalid_request");
        (await device.PostAsync([TestDevice.ClientCredentialsGrant, ("client_id", device.ClientId), ("client_secret", "")])).ExpectOAuthError(401, "invalid_client");
    }

    [Fact(DisplayName = "T9 each error has its own name")]
    public async Task Errors()
    {
        var device = await TestDevice.RegisterAsync();

        (await device.InFormAsync()).ExpectOAuthError(400, "invalid_request");
        (await device.InFormAsync(("grant_type", "password"))).ExpectOAuthError(400, "unsupported_grant_type");
        (await device.InFormAsync(("grant_type", "authorization_code"))).ExpectOAuthError(400, "unsupported_grant_type");
        (await device.InFormAsync(("grant_type", "Client_Credentials"))).ExpectOAuthError(400, "unsupported_grant_type");
        (await device.InFormAsync(TestDevice.ClientCredentialsGrant, ("scope", "carriage"))).ExpectOAuthError(400, "invalid_scope");
        (await device.PostAsync([TestDevice.ClientCredentialsGrant])).ExpectOAuthError(401, "invalid_client");
        (await device.PostAsync([TestDevice.ClientCredentialsGrant, ("client_id", device.ClientId)])).ExpectOAuthError(401, "invalid_client");
        (await device.PostAsync([TestDevice.ClientCredentialsGrant, ("client_secret", device.Secret)])).ExpectOAuthError(401, "invalid_client");
    }

    [Fact(DisplayName = "T8 an error is no more to be stored than a token")]
    public async Task No_cache_for_errors()
    {
        var device = await TestDevice.RegisterAsync();

        Assert.Equal("no-cache", (await device.InFormAsync()).ExpectOAuthError(400, "invalid_request").Header(HeaderNames.Pragma));
        Assert.Equal("no-cache", (await device.PostAsync([TestDevice.ClientCredentialsGrant])).ExpectOAuthError(401, "invalid_client").Header(HeaderNames.Pragma));
    }

    [Theory(DisplayName = "T14 a body of another type is refused")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Other_types(string? type)
    {
        var device = await TestDevice.RegisterAsync();

        (await device.ContentAsync(new ByteArrayContent(Good(device)), type)).ExpectOAuthError(400, "invalid_request");
    }

    [Fact(DisplayName = "T14 the type may carry a charset, and no body at all is refused")]
    public async Task Charset_and_nothing()
    {
        var device = await TestDevice.RegisterAsync();

        (await device.ContentAsync(new ByteArrayContent(Good(device)), $"{Form}; charset=UTF-8")).Expect(200);
        (await device.ContentAsync(new ByteArrayContent([]), Form)).ExpectOAuthError(400, "invalid_request");
        (await device.ContentAsync(null, null)).ExpectOAuthError(400, "invalid_request");
    }

    [Fact(DisplayName = "T14 a compressed body is refused")]
    public async Task Compressed()
    {
        var device = await TestDevice.RegisterAsync();
        var content = new ByteArrayContent(Good(device)) { Headers = { ContentEncoding = { "gzip" } } };

        (await device.ContentAsync(content, Form)).ExpectOAuthError(400, "invalid_request");
    }

    [Fact(DisplayName = "T14 a body of 8 KiB is read, a larger one refused, whether it tells its length or not")]
    public async Task Large_bodies()
    {
        var device = await TestDevice.RegisterAsync();
        var good = Good(device);

        byte[] Padded(int bytes) => [.. good, .. "&x="u8, .. Enumerable.Repeat((byte)'x', bytes - good.Length - 3)];

        (await device.ContentAsync(new ByteArrayContent(Padded(MaxBytes)), Form)).Expect(200);
        (await device.ContentAsync(new ChunkedContent(Padded(MaxBytes)), Form)).Expect(200);
        foreach (var bytes in new[] { MaxBytes + 1, 64 << 10 })
        {
            foreach (var content in new HttpContent[] { new ByteArrayContent(Padded(bytes)), new ChunkedContent(Padded(bytes)) })
            {
                var answer = (await device.ContentAsync(content, Form)).ExpectOAuthError(400, "invalid_request");
                Assert.Contains("8 KiB", answer.Body["error_description"]!.GetValue<string>(), StringComparison.Ordinal);
            }
        }
    }

    [Theory(DisplayName = "T14 bytes that do not belong in a form are refused")]
    [InlineData("ā")]
    [InlineData("\u00FF")]
    [InlineData("🚕")]
    public async Task Unescaped_bytes(string text)
    {
        var device = await TestDevice.RegisterAsync();

        (await device.ContentAsync(new ByteArrayContent([.. Good(device), .. "&x="u8, .. Encoding.UTF8.GetBytes(text)]), Form))
            .ExpectOAuthError(400, "invalid_request");
        (await device.ContentAsync(new ByteArrayContent([.. Good(device), .. "&x="u8, 0xFF]), Form)).ExpectOAuthError(400, "invalid_request");
    }

    [Theory(DisplayName = "T14 an odd form is refused and never a fault of ours")]
    [InlineData("&&&", "invalid_request")]
    [InlineData("=", "invalid_request")]
    [InlineData("grant_type", "invalid_request")]
    [InlineData("{\"grant_type\": \"client_credentials\"}", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=%FF&client_secret=%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=%00&client_secret=%00", "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id=%&client_secret=%zz", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=a&client_secret=b&%zz=1", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=a&client_secret=b&x=%0", "invalid_request")]
    [InlineData("?grant_type=client_credentials&client_id=a&client_secret=b", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=a'b/c%23&client_secret=correct+horse+battery+staple", "invalid_client")]
    public async Task Odd_forms(string form, string error)
    {
        var device = await TestDevice.RegisterAsync();

        (await device.RawAsync(form)).ExpectOAuthError(error == "invalid_client" ? 401 : 400, error);
    }

    private static byte[] Good(TestDevice device) => Encoding.ASCII.GetBytes(
        $"grant_type=client_credentials&client_id={device.ClientId}&client_secret={TestDevice.FormEncoded(device.Secret)}");
}
