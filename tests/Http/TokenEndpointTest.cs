using Microsoft.Net.Http.Headers;
using MediaTypeHeaderValue = System.Net.Http.Headers.MediaTypeHeaderValue;

namespace Eds.Tests;

/// <summary>RFC 6749 §4.4.</summary>
public sealed class TokenEndpointTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    private const int MaxBytes = 8 << 10;
    private const string Form = "application/x-www-form-urlencoded";

    private const string Grant = "grant_type=client_credentials";

    private TestDevice Device => shared.Device;

    private string Id => $"client_id={Device.ClientId}";

    private string Secret => $"client_secret={EdsClient.FormEncoded(Device.Secret)}";

    private string Good => $"{Grant}&{Id}&{Secret}";

    [Fact]
    public async Task Credentials_in_the_header_or_the_form_give_a_token_without_refresh()
    {
        var typed = Device with { ClientId = $" {Device.ClientId[3..].WithoutHyphens().ToUpperInvariant()} " };
        foreach (var answer in new[] { await typed.AskAsync(), await typed.AskByBasicAsync() })
        {
            Assert.Equal(["access_token", "expires_in", "token_type"], answer.Expect(200).Members());
            Assert.Equal(("Bearer", 3_600), (answer.Value.TokenType, answer.Value.ExpiresIn));
            Assert.Equal("no-cache", answer.Header(HeaderNames.Pragma));
            (await Device.WhoAmIAsync(answer.Value.AccessToken)).Expect(200);
        }
    }

    [Theory]
    [InlineData("canary: 100% of a+b & c=d")]
    [InlineData("canary%3A 25%25 plus + + +")]
    [InlineData("::canary:birds:sing:at:7:")]
    [InlineData("canary \"birds\" \\sing/ <at> ~dawn~ {7} #?!")]
    public async Task Id_and_secret_are_form_decoded_after_base64(string secret)
    {
        var device = await TestDevice.RegisterAsync(secret: secret);

        (await device.AskAsync()).Expect(200);
        (await device.AskByBasicAsync()).Expect(200);
        await WithHeadersAsync(
            null,
            Encoded($"{Uri.EscapeDataString(device.ClientId)}:{Uri.EscapeDataString(secret)}"),
            EdsClient.Basic(device.ClientId, secret).Replace("Basic", "bAsIc", StringComparison.Ordinal),
            Encoded($"{device.ClientId}:{secret}")); // as curl -u sends it; RFC 6749 §2.3.1 wants it encoded
    }

    [Fact]
    public async Task All_128_characters_of_a_secret_count()
    {
        var start = string.Concat(Enumerable.Repeat("canary birds sing at dawn 7 and rest at noon; ", 3))[..127];
        var device = await TestDevice.RegisterAsync(secret: $"{start}!");

        (await (device with { Secret = $"{start}?" }).AskAsync()).Expect(401, "invalid_client");
        (await (device with { Secret = start }).AskAsync()).Expect(401, "invalid_client");
        await device.TokenAsync();
    }

    [Fact]
    public Task What_devices_send_around_a_secret_is_no_part_of_it() => Assert.AllAsync<(string Before, string After)>(
        [("", "\n"), ("", "\r\n"), ("", "\0"), ("\uFEFF", " \r\n"), ("\t", "\u00A0")],
        async around =>
        {
            var device = Device with { Secret = around.Before + Device.Secret + around.After };

            (await device.AskAsync()).Expect(200);
            (await device.AskByBasicAsync()).Expect(200);
            await WithHeadersAsync(null, Encoded($"{device.ClientId}:{device.Secret}"));
            (await (Device with { Secret = Device.Secret.Insert(20, around.After) }).AskAsync()).Expect(401, "invalid_client");
        });

    [Fact]
    public Task A_form_may_have_line_breaks_around_it() =>
        InFormAsync(null, $"{Good}\r\n", $"{Good}\n", $"{Good}\0", $"\r\n{Good}\r\n\r\n");

    [Fact]
    public async Task Base64_with_white_space_inside_is_refused()
    {
        var (basic, at) = (EdsClient.Basic(Device.ClientId, Device.Secret), "Basic ".Length + 76);
        var base64Url = basic.TrimEnd('=').Replace('+', '-').Replace('/', '_');

        await WithHeadersAsync("invalid_client", basic.Insert(at, " "), basic.Insert(at, "\t"));
        await WithHeadersAsync(null, $"{base64Url} ", $"{base64Url}\t");
    }

    [Fact]
    public Task A_header_that_cannot_be_right_fails() => WithHeadersAsync(
        "invalid_client",
        [
            .. new[]
            {
                "{id}:kanārijputniņš dzied rītausmā", "{id}:%FF%FE%FF%FE%FF%FE%FF%FE%FF%FE", "{id}:%zz%zz%zz%zz%zz%zz%zz%zz",
                "{id}:%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00", "{id}", "{id}:", ":", "",
            }.Select(credentials => Encoded(credentials.Replace("{id}", Device.ClientId, StringComparison.Ordinal))),
            "Basic", "Basic !!!", "Basic gICA", "Bearer of-nobody", "Digest username=\"x\"", "nonsense", // the third is no UTF-8
        ]);

    [Fact]
    public Task Nothing_of_the_request_may_stand_in_the_url() => Assert.AllAsync<string>(
        ["client_id=anything", "client_secret=", "x=y&grant_type", "scope=x", "token=x", "token_type_hint=x"],
        async query =>
        {
            var route = Routes.IssueToken() with { Path = $"{Routes.IssueToken().Path}?{query}" };
            var answer = await Device.Client.SendFormAsync(route, [], EdsClient.Basic(Device.ClientId, Device.Secret));
            answer.ExpectOAuthError(400, "invalid_request");
        });

    [Fact]
    public async Task Two_ways_of_authentication_at_once_are_refused()
    {
        await ByHeaderAsync("invalid_request", $"{Grant}&{Id}&{Secret}", $"{Grant}&{Secret}");
        (await SendAsync(Good, authorization: "")).Expect(200); // a header without a value is no second way
    }

    [Fact]
    public async Task A_client_may_name_itself_beside_the_header_but_no_other()
    {
        await ByHeaderAsync(null, $"{Grant}&{Id}", $"{Grant}&client_id={Device.ClientId.ToUpperInvariant()}");
        await ByHeaderAsync("invalid_request", $"{Grant}&client_id={ClientId.Draw(Device.Taxpayer.Id)}", $"{Grant}&client_id=nobody");
    }

    [Fact]
    public Task A_parameter_given_twice_is_refused() => InFormAsync(
        "invalid_request", $"{Good}&{Grant}", $"{Good}&grant_type=", $"{Good}&{Id}", $"{Good}&{Secret}",
        $"{Good}&audience=one&audience=two", $"{Good}&scope=&scope=");

    [Fact]
    public async Task Unknown_parameters_are_ignored_and_an_empty_one_is_absent()
    {
        await InFormAsync(null, $"{Good}&audience=anything&resource=&scope=");
        await ByHeaderAsync(null, $"{Grant}&client_id=&client_secret=", "grant_type=", $"{Grant}&resource=a&resource=b"); // RFC 8707
        await InFormAsync("invalid_client", $"{Grant}&{Id}&client_secret=");
    }

    [Fact]
    public async Task Each_error_has_its_own_name_and_is_not_stored()
    {
        await ByHeaderAsync(
            "unsupported_grant_type", "grant_type=password", "grant_type=authorization_code", "grant_type=Client_Credentials");
        await ByHeaderAsync("invalid_scope", $"{Grant}&scope=carriage");
        await InFormAsync("invalid_client", Grant, $"{Grant}&{Id}", $"{Grant}&{Secret}");
    }

    [Fact]
    public async Task A_body_of_another_type_compressed_or_absent_is_refused()
    {
        foreach (var type in new[] { "application/json", "text/plain", "multipart/form-data; boundary=x", null })
        {
            (await SendAsync(Good, type)).ExpectOAuthError(400, "invalid_request");
        }

        (await SendAsync(Good, $"{Form}; charset=UTF-8")).Expect(200);
        (await SendAsync(Good, encoding: "gzip")).ExpectOAuthError(400, "invalid_request");
        (await SendAsync(Good, encoding: "identity")).Expect(200);
        (await Device.Client.SendAsync(Routes.IssueToken())).ExpectOAuthError(400, "invalid_request");
    }

    [Theory]
    [InlineData(MaxBytes, true)]
    [InlineData(MaxBytes + 1, false)]
    [InlineData(64 << 10, false)]
    public async Task A_body_of_8_KiB_is_read_and_a_larger_one_refused(int bytes, bool isRead)
    {
        var padded = Encoding.ASCII.GetBytes($"{Good}&x=".PadRight(bytes, 'x'));
        foreach (var content in new[] { new ByteArrayContent(padded), new ByteArrayContent(padded) { Headers = { ContentLength = null } } })
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(Form);
            var answer = (await Device.Client.SendAsync(Routes.IssueToken(), content)).Expect(isRead ? 200 : 400);
            Assert.Equal(isRead, answer.OAuthError?.ErrorDescription.Contains("8 KiB", StringComparison.Ordinal) is not true);
        }
    }

    [Fact]
    public async Task An_odd_form_is_refused()
    {
        await InFormAsync(
            "invalid_request", $"{Good}&x=ā", $"{Good}&x=🚕", $"{Grant}&client_id=%&client_secret=%zz",
            $"{Grant}&client_id=%FF&client_secret=%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF",
            $"{Grant}&client_id=a&client_secret=b&%zz=1", $"{Grant}&client_id=a&client_secret=b&x=%0");
        await InFormAsync(
            "invalid_client", "&&&", "=", "grant_type", "{\"grant_type\": \"client_credentials\"}",
            $"{Grant}&client_id=%00&client_secret=%00", $"?{Grant}&client_id=a&client_secret=b",
            $"{Grant}&client_id=a'b/c%23&client_secret=correct+horse+battery+staple");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_is_wrong_with_a_client_the_answer_is_the_same(bool basic)
    {
        var (chosen, annulled) = (await TestDevice.RegisterAsync(secret: Leaks.ChosenSecret), await TestDevice.RegisterAsync());
        (await annulled.AskAsync()).Expect(200);
        (await annulled.Taxpayer.AnnulAsync(annulled.ClientId)).Expect(204);
        const string OtherSecret = "canary birds sing at dusk 8";
        var wrong = new[]
        {
            chosen with { ClientId = ClientId.Draw(TaxpayerId.Draw()).ToString() }, // of nobody
            chosen with { ClientId = ClientId.Draw(chosen.Taxpayer.Id).ToString() }, // none of this taxpayer's
            Device with { ClientId = ClientId.Draw(Device.Taxpayer.Id).ToString() },
            chosen with { ClientId = chosen.ClientId.Mistyped() },
            chosen with { ClientId = "nobody" },
            chosen with { ClientId = Device.ClientId },
            chosen with { Secret = OtherSecret },
            chosen with { Secret = chosen.Secret.ToUpperInvariant() },
            chosen with { Secret = "short" },
            chosen with { Secret = new string('a', 2_000) },
            chosen with { Secret = ClientSecret.Generate().Reveal() }, // of the other kind
            Device with { Secret = OtherSecret },
            Device with { Secret = ClientSecret.Generate().Reveal() },
            Device with { Secret = Device.Secret.Mistyped() },
            Device with { Secret = chosen.Secret },
            annulled,
            annulled with { Secret = OtherSecret },
        };

        var answers = new HashSet<string>();
        foreach (var device in wrong)
        {
            var answer = basic ? await device.AskByBasicAsync() : await device.AskAsync();
            answers.Add(Whole(answer.ExpectOAuthError(401, "invalid_client")));
        }

        Assert.Single(answers);
        foreach (var device in new[] { chosen, Device })
        {
            await device.TokenAsync();
            // a remembered success helps no other secret
            (await (device with { Secret = OtherSecret }).AskAsync()).Expect(401, "invalid_client");
        }
    }

    /// <summary>Status, every header but those of this very request, and body.</summary>
    private static string Whole(Answer answer) => string.Join('\n', answer.Response.Headers.Concat(answer.Response.Content.Headers)
        .Where(header => header.Key != HeaderNames.Date && header.Key != "Trace-Id")
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
        .Order(StringComparer.Ordinal)
        .Prepend($"{answer.Status}")
        .Append(answer.Text));

    /// <summary>As it is, where <see cref="EdsClient.Basic"/> encodes both halves first.</summary>
    internal static string Encoded(string credentials) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";

    private Task InFormAsync(string? error, params string[] forms) => ExpectAsync(error, [null], forms);

    private Task ByHeaderAsync(string? error, params string[] forms) =>
        ExpectAsync(error, [EdsClient.Basic(Device.ClientId, Device.Secret)], forms);

    private Task WithHeadersAsync(string? error, params string[] headers) => ExpectAsync(error, headers, [Grant]);

    /// <param name="error">Null: a token.</param>
    private Task ExpectAsync(string? error, string?[] headers, string[] forms) => Assert.AllAsync(
        from header in headers from form in forms select (Header: header, Form: form),
        async sent =>
        {
            var answer = await SendAsync(sent.Form, authorization: sent.Header);

            _ = error is null ? answer.Expect(200) : answer.ExpectOAuthError(error is "invalid_client" ? 401 : 400, error);
            Assert.Equal("no-cache", answer.Header(HeaderNames.Pragma));
        });

    /// <param name="type">Null: no Content-Type.</param>
    private Task<Answer> SendAsync(string form, string? type = Form, string? authorization = null, string? encoding = null)
    {
        var content = EdsClient.Json(form);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return Device.Client.SendAsync(Routes.IssueToken(), content, (HeaderNames.Authorization, authorization));
    }
}
