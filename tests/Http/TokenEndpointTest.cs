using Microsoft.Net.Http.Headers;
using MediaTypeHeaderValue = System.Net.Http.Headers.MediaTypeHeaderValue;

namespace Eds.Tests;

/// <summary>RFC 6749 §4.4.</summary>
public sealed class TokenEndpointTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    private const int MaxBytes = 8 << 10;
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly (string, string?) Grant = TestDevice.ClientCredentialsGrant;

    private TestDevice Device => shared.Device;

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
        (await device.PostAsync([Grant], Encoded($"{Uri.EscapeDataString(device.ClientId)}:{Uri.EscapeDataString(secret)}"))).Expect(200);
        (await device.PostAsync([Grant], EdsClient.Basic(device.ClientId, secret).Replace("Basic", "bAsIc", StringComparison.Ordinal)))
            .Expect(200);

        // As curl -u sends it. RFC 6749 §2.3.1 wants it encoded.
        (await device.PostAsync([Grant], Encoded($"{device.ClientId}:{secret}"))).Expect(200);
    }

    [Fact]
    public Task What_devices_send_around_a_secret_is_no_part_of_it() => Assert.AllAsync<(string Before, string After)>(
        [("", "\n"), ("", "\r\n"), ("", "\0"), ("\uFEFF", " \r\n"), ("\t", "\u00A0")],
        async around =>
        {
            var device = Device with { Secret = around.Before + Device.Secret + around.After };

            (await device.AskAsync()).Expect(200);
            (await device.AskByBasicAsync()).Expect(200);
            (await device.PostAsync([Grant], Encoded($"{device.ClientId}:{device.Secret}"))).Expect(200);
            (await (Device with { Secret = Device.Secret.Insert(20, around.After) }).AskAsync()).Expect(401, "invalid_client");
        });

    [Fact]
    public Task A_form_may_have_line_breaks_around_it() => Assert.AllAsync<(string Before, string After)>(
        [("", "\r\n"), ("", "\n"), ("", "\0"), ("\r\n", "\r\n\r\n")],
        async breaks => (await SendAsync(
            [.. Encoding.ASCII.GetBytes(breaks.Before), .. Good(), .. Encoding.ASCII.GetBytes(breaks.After)])).Expect(200));

    [Theory]
    [InlineData(' ')]
    [InlineData('\t')]
    public async Task Base64_with_white_space_inside_is_refused(char space)
    {
        var basic = EdsClient.Basic(Device.ClientId, Device.Secret);

        (await Device.PostAsync([Grant], basic.Insert(6 + 76, $"{space}"))).ExpectOAuthError(401, "invalid_client");
        (await Device.PostAsync([Grant], basic.TrimEnd('=').Replace('+', '-').Replace('/', '_') + space)).Expect(200);
    }

    [Fact]
    public Task A_header_that_cannot_be_right_fails() => Assert.AllAsync<string>(
        [
            .. new[]
            {
                "{id}:kanārijputniņš dzied rītausmā", "{id}:%FF%FE%FF%FE%FF%FE%FF%FE%FF%FE", "{id}:%zz%zz%zz%zz%zz%zz%zz%zz",
                "{id}:%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00", "{id}", "{id}:", ":", "",
            }.Select(credentials => Encoded(credentials.Replace("{id}", Device.ClientId, StringComparison.Ordinal))),
            "Basic", "Basic !!!", "Basic gICA", "Bearer of-nobody", "Digest username=\"x\"", "nonsense", // the third is no UTF-8
        ],
        async authorization => (await Device.PostAsync([Grant], authorization)).ExpectOAuthError(401, "invalid_client"));

    [Fact]
    public Task Nothing_of_the_request_may_stand_in_the_url() => Assert.AllAsync<string>(
        ["client_id", "client_secret", "grant_type"],
        async name =>
        {
            foreach (var query in new[] { $"?{name}=anything", $"?{name}=", $"?x=y&{name}" })
            {
                var route = Routes.IssueToken() with { Path = Routes.IssueToken().Path + query };
                (await Device.Client.SendFormAsync(route, [Grant], EdsClient.Basic(Device.ClientId, Device.Secret)))
                    .ExpectOAuthError(400, "invalid_request");
            }
        });

    [Fact]
    public async Task Two_ways_of_authentication_at_once_are_refused()
    {
        (await Device.WithBasicAsync(Grant, ("client_id", Device.ClientId), ("client_secret", Device.Secret)))
            .ExpectOAuthError(400, "invalid_request");
        (await Device.WithBasicAsync(Grant, ("client_secret", Device.Secret))).ExpectOAuthError(400, "invalid_request");

        // A header without a value is no second way.
        (await Device.PostAsync([Grant, ("client_id", Device.ClientId), ("client_secret", Device.Secret)], authorization: "")).Expect(200);
    }

    [Fact]
    public async Task A_client_may_name_itself_beside_the_header_but_no_other()
    {
        (await Device.WithBasicAsync(Grant, ("client_id", Device.ClientId))).Expect(200);
        (await Device.WithBasicAsync(Grant, ("client_id", Device.ClientId.ToUpperInvariant()))).Expect(200);
        (await Device.WithBasicAsync(Grant, ("client_id", ClientId.Draw(Device.Taxpayer.Id).ToString())))
            .ExpectOAuthError(400, "invalid_request");
        (await Device.WithBasicAsync(Grant, ("client_id", "nobody"))).ExpectOAuthError(400, "invalid_request");
    }

    [Fact]
    public Task A_parameter_given_twice_is_refused() => Assert.AllAsync<(string, string?)[]>(
        [
            [Grant], [("grant_type", "")], [("client_id", Device.ClientId)], [("client_secret", Device.Secret)],
            [("audience", "one"), ("audience", "two")], [("scope", ""), ("scope", "")],
        ],
        async more => (await Device.InFormAsync([Grant, .. more])).ExpectOAuthError(400, "invalid_request"));

    [Fact]
    public async Task Unknown_parameters_are_ignored_and_an_empty_one_is_absent()
    {
        (await Device.InFormAsync(Grant, ("audience", "anything"), ("resource", ""), ("scope", ""))).Expect(200);
        (await Device.WithBasicAsync(Grant, ("client_id", ""), ("client_secret", ""))).Expect(200);
        (await Device.WithBasicAsync(Grant, ("resource", "https://a.example"), ("resource", "https://b.example"))).Expect(200); // RFC 8707
        (await Device.WithBasicAsync(("grant_type", ""))).Expect(200);
        (await Device.PostAsync([Grant, ("client_id", Device.ClientId), ("client_secret", "")])).ExpectOAuthError(401, "invalid_client");
    }

    [Theory]
    [InlineData("grant_type=password", 400, "unsupported_grant_type")]
    [InlineData("grant_type=authorization_code", 400, "unsupported_grant_type")]
    [InlineData("grant_type=Client_Credentials", 400, "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&scope=carriage", 400, "invalid_scope")]
    [InlineData("grant_type=client_credentials", 401, "invalid_client", false)]
    [InlineData("grant_type=client_credentials&client_id={id}", 401, "invalid_client", false)]
    [InlineData("grant_type=client_credentials&client_secret={secret}", 401, "invalid_client", false)]
    public async Task Each_error_has_its_own_name_and_is_not_stored(string form, int status, string error, bool authenticated = true)
    {
        form = form.Replace("{id}", Device.ClientId, StringComparison.Ordinal).Replace("{secret}", Device.Secret, StringComparison.Ordinal);

        var answer = await SendAsync(
            Encoding.ASCII.GetBytes(form), authorization: authenticated ? EdsClient.Basic(Device.ClientId, Device.Secret) : null);

        Assert.Equal("no-cache", answer.ExpectOAuthError(status, error).Header(HeaderNames.Pragma));
    }

    [Fact]
    public async Task A_body_of_another_type_compressed_or_absent_is_refused()
    {
        foreach (var type in new[] { "application/json", "text/plain", "multipart/form-data; boundary=x", null })
        {
            (await SendAsync(Good(), type)).ExpectOAuthError(400, "invalid_request");
        }

        (await SendAsync(Good(), $"{Form}; charset=UTF-8")).Expect(200);
        (await SendAsync(Good(), encoding: "gzip")).ExpectOAuthError(400, "invalid_request");
        (await SendAsync(Good(), encoding: "identity")).Expect(200);
        (await Device.Client.SendAsync(Routes.IssueToken())).ExpectOAuthError(400, "invalid_request");
    }

    [Theory]
    [InlineData(MaxBytes, true)]
    [InlineData(MaxBytes + 1, false)]
    [InlineData(64 << 10, false)]
    public async Task A_body_of_8_KiB_is_read_and_a_larger_one_refused(int bytes, bool isRead)
    {
        byte[] padded = [.. Good(), .. "&x="u8, .. Enumerable.Repeat((byte)'x', bytes - Good().Length - 3)];
        foreach (var content in new[] { new ByteArrayContent(padded), new ByteArrayContent(padded) { Headers = { ContentLength = null } } })
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(Form);
            var answer = (await Device.Client.SendAsync(Routes.IssueToken(), content)).Expect(isRead ? 200 : 400);
            Assert.Equal(isRead, answer.OAuthError?.ErrorDescription.Contains("8 KiB", StringComparison.Ordinal) is not true);
        }
    }

    [Theory]
    [InlineData(
        "invalid_request", "{good}&x=ā", "{good}&x=🚕", "{good}&grant_type=client_credentials", "{grant}&client_id=%&client_secret=%zz",
        "{grant}&client_id=%FF&client_secret=%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF%FF", "{grant}&client_id=a&client_secret=b&%zz=1",
        "{grant}&client_id=a&client_secret=b&x=%0")]
    [InlineData(
        "invalid_client", "&&&", "=", "grant_type", "{\"grant_type\": \"client_credentials\"}", "{grant}&client_id=%00&client_secret=%00",
        "?{grant}&client_id=a&client_secret=b", "{grant}&client_id=a'b/c%23&client_secret=correct+horse+battery+staple")]
    public Task An_odd_form_is_refused(string error, params string[] forms) => Assert.AllAsync(forms, async form =>
    {
        form = form.Replace("{good}", Encoding.ASCII.GetString(Good()), StringComparison.Ordinal)
            .Replace("{grant}", "grant_type=client_credentials", StringComparison.Ordinal);

        (await SendAsync(Encoding.UTF8.GetBytes(form))).ExpectOAuthError(error == "invalid_client" ? 401 : 400, error);
    });

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
            Answer answer = basic ? await device.AskByBasicAsync() : await device.AskAsync();
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

    private static string Encoded(string credentials) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";

    private byte[] Good() => Encoding.ASCII.GetBytes(
        $"grant_type=client_credentials&client_id={Device.ClientId}&client_secret={EdsClient.FormEncoded(Device.Secret)}");

    /// <param name="type">Null: no Content-Type.</param>
    private Task<Answer> SendAsync(byte[] form, string? type = Form, string? authorization = null, string? encoding = null)
    {
        var content = new ByteArrayContent(form) { Headers = { ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type) } };
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return Device.Client.SendAsync(Routes.IssueToken(), content, (HeaderNames.Authorization, authorization));
    }
}
