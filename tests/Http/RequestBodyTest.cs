using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Eds.Tests;

/// <summary>Bodies that cannot be read, at every call that takes one: refused with the place of the fault, and nothing written.</summary>
public sealed class RequestBodyTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    private const int MaxBytes = 1 << 20;

    public static TheoryData<string> Functions =>
    [
        "EnrolTaxpayer", "AddUser", "ChangeRights", "SearchClients", "RegisterClients", "ChangeClient", "SearchCarriages", "SumCarriages",
        "RenameSecret", "RestrictSecret", "RotateSecret", "RotateSecrets", "AnnulClients",
    ];

    [Fact]
    public void Every_call_with_a_body_is_tested() => Assert.Equal(
        Functions.Select(function => shared.Target.Call(function).Route),
        shared.Target.AllCalls().Where(call => call.Body is not null).Select(call => call.Route));

    [Theory]
    [MemberData(nameof(Functions))]
    public Task What_is_no_object_of_known_fields_is_refused(string function) => shared.Taxpayer.UnchangedAsync(async () =>
    {
        foreach (var malformed in new[]
        {
            "", " ", "{", "{\"", "}", "{}{}", "{},", "{'name':1}", "{/**/}", "<a/>", "nul", "{\"name\" 1}", "\uFEFF",
        })
        {
            var refused = (await SendAsync(function, malformed)).Expect(400, "invalid-request");
            Assert.EndsWith(" malformed-json", Assert.Single(refused.Errors), StringComparison.Ordinal);
        }

        foreach (var (json, error) in new[]
        {
            ("null", " wrong-type"), ("[]", " wrong-type"), ("[{}]", " wrong-type"), ("\"text\"", " wrong-type"), ("7", " wrong-type"),
            ("""{"other": 1}""", "/other unknown-field"), ("""{"a/b~c": 1}""", "/a~1b~0c unknown-field"),
            ("""{"a.b": 1}""", "/a.b unknown-field"), ("""{"": 1}""", "/ unknown-field"),
        })
        {
            (await SendAsync(function, json)).ExpectInvalid(error);
        }

        foreach (var json in new[]
        {
            new string('[', 100_000), "{\"x\":" + new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"x\":", 50_000)),
        })
        {
            (await SendAsync(function, json)).Expect(400, "invalid-request");
        }

        return (await SendAsync(function, """{"\ud800": 1}""")).Expect(400, "invalid-request");
    });

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_body_of_another_type_or_none_is_refused(string function)
    {
        foreach (var type in new[] { "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "x", null })
        {
            var content = EdsClient.Json("{}");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            (await SendAsync(function, content)).Expect(415, "unsupported-media-type");
        }

        var compressed = EdsClient.Json("{}");
        compressed.Headers.ContentEncoding.Add("gzip");
        (await SendAsync(function, compressed)).Expect(415, "unsupported-media-type");
        (await SendAsync(function, (HttpContent?)null)).Expect(415, "unsupported-media-type");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_body_over_1_MiB_is_refused_whether_or_not_it_states_its_length(string function)
    {
        var tooLong = shared.Target.Call(function).Body!.PadRight(MaxBytes + 1);
        await shared.Taxpayer.UnchangedAsync(async () =>
        {
            (await SendAsync(function, tooLong)).Expect(413, "body-too-large");
            return (await SendAsync(function, Chunked(tooLong))).Expect(413, "body-too-large");
        });
    }

    [Fact]
    public async Task A_body_of_1_MiB_or_with_a_byte_order_mark_or_no_encoding_is_read()
    {
        (await SendAsync("SearchClients", Chunked("{}".PadRight(MaxBytes)))).Expect(200);
        (await SendAsync("SearchClients", "\uFEFF{\"search\": \"\"}")).Expect(200);
        var identity = EdsClient.Json("{}");
        identity.Headers.ContentEncoding.Add("identity");
        (await SendAsync("SearchClients", identity)).Expect(200);
    }

    /// <summary>In the good body one value at a time is of another type, no Unicode, or has a field too many.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Each_value_at_fault_is_named(string function)
    {
        var body = JsonNode.Parse(shared.Target.Call(function).Body!)!;
        foreach (var (place, value) in ValuesIn(body, "").ToList())
        {
            await ExpectAsync(value.GetValueKind() is JsonValueKind.String or JsonValueKind.Array ? 1 : "text", "wrong-type");
            if (value is JsonObject fields)
            {
                await ExpectAsync(With(fields, "Other"), "unknown-field", "/Other");
                await ExpectAsync(With(fields, $"{fields.First().Key}#"), "repeated-field", $"/{fields.First().Key}");
            }
            else if (value.GetValueKind() is JsonValueKind.String)
            {
                await ExpectAsync("$", "malformed-json");
            }

            async Task ExpectAsync(JsonNode other, string code, string field = "")
            {
                value.ReplaceWith(other);
                var json = body.ToJsonString().Replace("#\"", "\"", StringComparison.Ordinal);
                foreach (var content in code == "malformed-json" ? NoUnicode(json) : [EdsClient.Json(json)])
                {
                    (await SendAsync(function, content)).ExpectInvalid($"{place}{field} {code}");
                }

                other.ReplaceWith(value);
            }
        }
    }

    /// <summary>No client library sends a body with broken framing, so this one speaks over a socket.</summary>
    [Theory]
    [InlineData("AddUser", "application/json", "\"code\":\"invalid-request\"", "\"code\":\"body-unreadable\"")]
    [InlineData("IssueToken", "application/x-www-form-urlencoded", "\"error\":\"invalid_request\"", "did not arrive whole")]
    public async Task A_body_that_does_not_arrive_whole_is_refused(string function, string type, params string[] told)
    {
        var client = shared.Taxpayer.Client;
        var path = (function == "IssueToken" ? Routes.IssueToken() : shared.Target.Call(function).Route).Path;
        using var socket = new TcpClient();
        await socket.ConnectAsync(client.BaseAddress.Host, client.BaseAddress.Port, Cancellation);

        // One good chunk, and one whose length is no number.
        var request = $"POST /{path} HTTP/1.1\r\nHost: {client.BaseAddress.Authority}\r\nAuthorization: Bearer {client.Token}\r\n"
            + $"Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\nzz\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(socket.GetStream());
        var answer = await reader.ReadToEndAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.All(told, part => Assert.Contains(part, answer, StringComparison.Ordinal));
    }

    /// <summary>At $ stands half a surrogate pair, escaped, or bytes that are no UTF-8.</summary>
    private static IEnumerable<HttpContent> NoUnicode(string json) =>
        new[] { [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], """\ud800"""u8.ToArray(), """\udc00"""u8.ToArray() }.Select(bytes =>
            new ByteArrayContent([.. Encoding.UTF8.GetBytes(json.Split('$')[0]), .. bytes, .. Encoding.UTF8.GetBytes(json.Split('$')[1])])
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            });

    /// <summary>With their JSON pointers. All but the whole and what is null.</summary>
    private static IEnumerable<(string Place, JsonNode Value)> ValuesIn(JsonNode node, string place) => (node switch
    {
        JsonObject map => map.Select(field => (Place: $"{place}/{field.Key}", field.Value)),
        JsonArray list => list.Select((item, i) => (Place: $"{place}/{i}", Value: item)),
        _ => [],
    }).Where(child => child.Value is not null)
        .SelectMany(child => ValuesIn(child.Value!, child.Place).Prepend((child.Place, child.Value!)));

    private static JsonObject With(JsonObject fields, string name) =>
        new([.. fields.Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())), new(name, null)]);

    private Task<Answer> SendAsync(string function, string json) => SendAsync(function, EdsClient.Json(json));

    private async Task<Answer> SendAsync(string function, HttpContent? content)
    {
        var call = shared.Target.Call(function);
        return await call.SendAsync(await shared.Target.CallerOfAsync(call), content);
    }

    /// <summary>Chunked, as it does not state its length.</summary>
    private static ByteArrayContent Chunked(string text)
    {
        var content = EdsClient.Json(text);
        content.Headers.ContentLength = null;
        return content;
    }
}
