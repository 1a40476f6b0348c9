using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Eds.Tests;

/// <summary>Bodies that cannot be read, at every call that takes one: refused with the place of the fault, and nothing written.</summary>
public sealed class RequestBodyTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    private const int MaxBytes = 1 << 20;

    private static readonly string[] WithBody =
        [
            "EnrolTaxpayer", "AddUser", "ChangeRights", "SearchClients", "RegisterClients", "ChangeClient", "SearchCarriages", "SumCarriages", "RenameSecret", "RestrictSecret",
            "RotateSecret", "RotateSecrets", "AnnulClients",
        ];

    public static TheoryData<string> Functions => [.. WithBody];

    [Fact]
    public void Every_call_with_a_body_is_tested() => Assert.Equal(
        WithBody.Select(function => shared.Target.Call(function).Route), shared.Target.AllCalls().Where(call => call.Body is not null).Select(call => call.Route));

    [Theory]
    [MemberData(nameof(Functions))]
    public Task Malformed_json_is_refused(string function) => RefusedAsync(
        function,
        ["", " ", "{", "{\"", "}", "{}{}", "{},", "{'name':1}", "{/**/}", "<a/>", "nul", "{\"name\" 1}", "\uFEFF"],
        answer => Assert.Equal([" malformed-json"], answer.Errors.Select(error => error[error.IndexOf(' ', StringComparison.Ordinal)..])));

    [Theory]
    [MemberData(nameof(Functions))]
    public Task Anything_but_an_object_is_refused(string function) => RefusedAsync(
        function, ["null", "[]", "[{}]", "\"text\"", "7", "true"], answer => answer.ExpectInvalid(" wrong-type"));

    [Theory]
    [MemberData(nameof(Functions))]
    public Task Deep_nesting_is_refused(string function) => RefusedAsync(
        function,
        [new string('[', 100_000), "{\"x\":" + new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"x\":", 50_000))],
        answer => answer.Expect(400, "invalid-request"));

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task An_unknown_field_is_named(string function)
    {
        foreach (var (json, error) in new[]
        {
            ("""{"other": 1}""", "/other unknown-field"),
            ("""{"a/b~c": 1}""", "/a~1b~0c unknown-field"),
            ("""{"a.b": 1}""", "/a.b unknown-field"),
            ("""{"": 1}""", "/ unknown-field"),
        })
        {
            (await SendAsync(function, json)).ExpectInvalid(error);
        }

        (await SendAsync(function, """{"\ud800": 1}""")).Expect(400, "invalid-request");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_body_of_another_type_or_none_is_refused(string function)
    {
        foreach (var type in new[] { "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense", null })
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

    [Fact]
    public async Task Content_Encoding_identity_is_none()
    {
        var content = EdsClient.Json("{}");
        content.Headers.ContentEncoding.Add("identity");

        (await SendAsync("SearchClients", content)).Expect(200);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_body_over_1_MiB_is_refused_whether_or_not_it_states_its_length(string function)
    {
        var good = shared.Target.Call(function).Body!;
        await shared.Target.Taxpayer.UnchangedAsync(async () =>
        {
            (await SendAsync(function, good.PadRight(MaxBytes + 1))).Expect(413, "body-too-large");
            (await SendAsync(function, Chunked(good.PadRight(MaxBytes + 1)))).Expect(413, "body-too-large");
            return (await SendAsync(function, Chunked(good.PadRight(4 * MaxBytes)))).Expect(413, "body-too-large");
        });
    }

    [Fact]
    public async Task A_body_of_1_MiB_and_one_with_a_byte_order_mark_are_read()
    {
        (await SendAsync("SearchClients", Chunked("{}".PadRight(MaxBytes)))).Expect(200);
        (await SendAsync("SearchClients", "\uFEFF{\"search\": \"\"}")).Expect(200);
    }

    [Theory]
    [InlineData("EnrolTaxpayer", """{"registrationNumber": 40003521600}""", "/registrationNumber")]
    [InlineData("EnrolTaxpayer", """{"name": true}""", "/name")]
    [InlineData("EnrolTaxpayer", """{"kind": 1}""", "/kind")]
    [InlineData("EnrolTaxpayer", """{"rightsManager": "Anna"}""", "/rightsManager")]
    [InlineData("EnrolTaxpayer", """{"rightsManager": {"personalCode": 1}}""", "/rightsManager/personalCode")]
    [InlineData("AddUser", """{"personalCode": []}""", "/personalCode")]
    [InlineData("AddUser", """{"name": {}}""", "/name")]
    [InlineData("ChangeRights", """{"rightsManager": "true"}""", "/rightsManager")]
    [InlineData("ChangeRights", """{"rightsManager": true, "taxiApiConfiguration": 1}""", "/taxiApiConfiguration")]
    [InlineData("RegisterClients", """{"secret": "of the fleet"}""", "/secret")]
    [InlineData("RegisterClients", """{"secret": {"value": 1}}""", "/secret/value")]
    [InlineData("RegisterClients", """{"secret": {"generate": "true"}}""", "/secret/generate")]
    [InlineData("RegisterClients", """{"secret": {"secretId": {}}}""", "/secret/secretId")]
    [InlineData("RegisterClients", """{"drivers": {}}""", "/drivers")]
    [InlineData("RegisterClients", """{"drivers": ["Anna"]}""", "/drivers/0")]
    [InlineData("RegisterClients", """{"drivers": [{}, {}, {"personalCode": 1}]}""", "/drivers/2/personalCode")]
    [InlineData("SearchClients", """{"search": 1}""", "/search")]
    [InlineData("SearchClients", """{"limit": "5"}""", "/limit")]
    [InlineData("SearchClients", """{"state": false}""", "/state")]
    [InlineData("SearchClients", """{"continuation": []}""", "/continuation")]
    [InlineData("RotateSecret", """{"overlapHours": "5"}""", "/overlapHours")]
    [InlineData("ChangeClient", """{"driver": []}""", "/driver")]
    [InlineData("ChangeClient", """{"driver": {"name": 1}}""", "/driver/name")]
    public async Task A_value_of_the_wrong_type_is_named(string function, string json, string place) =>
        (await SendAsync(function, json)).ExpectInvalid($"{place} wrong-type");

    [Theory]
    [InlineData("EnrolTaxpayer", """{"rightsManager": {"rights": 1}}""", "/rightsManager/rights")]
    [InlineData("EnrolTaxpayer", """{"Name": "SIA"}""", "/Name")]
    [InlineData("RegisterClients", """{"secret": {"hint": 1}}""", "/secret/hint")]
    [InlineData("RegisterClients", """{"drivers": [{}, {"age": 1}]}""", "/drivers/1/age")]
    [InlineData("RegisterClients", """{"drivers": [{"clientId": "tx-00000-00000-00000-00000-00000-00000"}]}""", "/drivers/0/clientId")]
    [InlineData("RegisterClients", """{"drivers": [{"sub": "tx-00000-00000-00000-00000-00000-00000"}]}""", "/drivers/0/sub")]
    [InlineData("ChangeClient", """{"driver": {"personalCode": "x"}}""", "/driver/personalCode")]
    public async Task An_unknown_field_is_named_where_it_stands(string function, string json, string place) =>
        (await SendAsync(function, json)).ExpectInvalid($"{place} unknown-field");

    [Theory]
    [InlineData("EnrolTaxpayer", """{"name": "SIA", "name": "SIA"}""", "/name")]
    [InlineData("EnrolTaxpayer", """{"rightsManager": {"name": "A", "name": "B"}}""", "/rightsManager/name")]
    [InlineData("AddUser", """{"name": "A", "n\u0061me": "B"}""", "/name")]
    [InlineData("ChangeRights", """{"rightsManager": false, "rightsManager": true}""", "/rightsManager")]
    [InlineData("RegisterClients", """{"secret": {"generate": true, "generate": true}}""", "/secret/generate")]
    [InlineData("RegisterClients", """{"drivers": [], "drivers": []}""", "/drivers")]
    [InlineData("SearchClients", """{"limit": 1, "limit": 2}""", "/limit")]
    [InlineData("ChangeClient", """{"driver": {"name": "A", "name": "B"}}""", "/driver/name")]
    public async Task A_repeated_field_is_named(string function, string json, string place) =>
        (await SendAsync(function, json)).ExpectInvalid($"{place} repeated-field");

    [Theory]
    [InlineData("EnrolTaxpayer", "{}", "/kind", "/name", "/registrationNumber", "/rightsManager")]
    [InlineData("EnrolTaxpayer", """{"kind": "legal", "name": "SIA", "rightsManager": {}}""", "/registrationNumber", "/rightsManager/name", "/rightsManager/personalCode")]
    [InlineData("AddUser", """{"name": null}""", "/name", "/personalCode")]
    [InlineData("ChangeRights", "{}", "/rightsManager", "/taxiApiConfiguration")]
    [InlineData("ChangeRights", """{"rightsManager": true}""", "/taxiApiConfiguration")]
    [InlineData("RegisterClients", "{}", "/drivers", "/secret")]
    [InlineData("RegisterClients", """{"secret": {"generate": true}, "drivers": [null, {}]}""", "/drivers/0", "/drivers/1/name", "/drivers/1/personalCode")]
    [InlineData("RotateSecret", "{}", "/secret")]
    [InlineData("ChangeClient", "{}", "/driver")]
    [InlineData("ChangeClient", """{"driver": {}}""", "/driver/name")]
    public async Task Missing_fields_are_named_at_once(string function, string json, params string[] places) =>
        (await SendAsync(function, json)).ExpectInvalid([.. places.Select(place => $"{place} required")]);

    /// <summary>At $ stands half a surrogate pair, escaped, or bytes that are no UTF-8.</summary>
    [Theory]
    [InlineData("EnrolTaxpayer", """{"name": "$"}""", "/name")]
    [InlineData("EnrolTaxpayer", """{"kind": "a$b"}""", "/kind")]
    [InlineData("AddUser", """{"name": "$"}""", "/name")]
    [InlineData("RegisterClients", """{"drivers": [{"name": "$"}]}""", "/drivers/0/name")]
    [InlineData("RegisterClients", """{"secret": {"value": "$"}}""", "/secret/value")]
    [InlineData("SearchClients", """{"search": "x$"}""", "/search")]
    [InlineData("ChangeClient", """{"driver": {"name": "$"}}""", "/driver/name")]
    public async Task What_is_no_Unicode_is_refused(string function, string json, string place)
    {
        var halves = json.Split('$');
        foreach (var bytes in new[] { [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], """\ud800"""u8.ToArray(), """\udc00"""u8.ToArray() })
        {
            var content = new ByteArrayContent([.. Encoding.ASCII.GetBytes(halves[0]), .. bytes, .. Encoding.ASCII.GetBytes(halves[1])]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            (await SendAsync(function, content)).ExpectInvalid($"{place} malformed-json");
        }
    }

    /// <summary>No client library sends a body with broken framing, so this one speaks over a socket.</summary>
    [Theory]
    [InlineData("AddUser", "application/json", "\"code\":\"invalid-request\"", "\"code\":\"body-unreadable\"")]
    [InlineData("IssueToken", "application/x-www-form-urlencoded", "\"error\":\"invalid_request\"", "did not arrive whole")]
    public async Task A_body_that_does_not_arrive_whole_is_refused(string function, string type, params string[] told)
    {
        var (client, cancellation) = (shared.Target.Taxpayer.Client, TestContext.Current.CancellationToken);
        var path = (function == "IssueToken" ? Routes.IssueToken() : shared.Target.Call(function).Route).Path;
        using var socket = new TcpClient();
        await socket.ConnectAsync(client.BaseAddress.Host, client.BaseAddress.Port, cancellation);

        // One good chunk, and one whose length is no number.
        var request = $"POST /{path} HTTP/1.1\r\nHost: {client.BaseAddress.Authority}\r\nAuthorization: Bearer {client.Token}\r\n"
            + $"Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\nzz\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancellation);
        using var reader = new StreamReader(socket.GetStream());
        var answer = await reader.ReadToEndAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(30), cancellation);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.All(told, part => Assert.Contains(part, answer, StringComparison.Ordinal));
    }

    private Task<Answer> RefusedAsync(string function, string[] bodies, Action<Answer> expect) => shared.Target.Taxpayer.UnchangedAsync(async () =>
    {
        Answer answer = null!;
        foreach (var body in bodies)
        {
            expect(answer = await SendAsync(function, body));
        }

        return answer;
    });

    private Task<Answer> SendAsync(string function, string json) => SendAsync(function, EdsClient.Json(json));

    private async Task<Answer> SendAsync(string function, HttpContent? content)
    {
        var call = shared.Target.Call(function);
        return await call.SendAsync(await shared.Target.CallerOfAsync(call), content);
    }

    /// <summary>Sent without Content-Length.</summary>
    private static ChunkedContent Chunked(string text) => new(Encoding.UTF8.GetBytes(text))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}
