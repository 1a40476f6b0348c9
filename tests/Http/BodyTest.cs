using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Eds.Tests;

/// <summary>Bodies that cannot be read, at every call that takes one: refused with the place of the fault, and nothing written.</summary>
public sealed class BodyTest
{
    private const int MaxBytes = 1 << 20;

    private readonly Lazy<Task<Target>> _target = new(() => Target.EnrolAsync());

    public static TheoryData<string> Calls => ManagementRoutes.WithBody;

    [Fact]
    public void Seven_calls_take_a_body() => Assert.Equal(7, Calls.Count);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Malformed_json_is_refused(string call)
    {
        foreach (var text in new[] { "", " ", "{", "{\"", "}", "{}{}", "{},", "{'name':1}", "{/**/}", "<a/>", "nul", "{\"name\" 1}", "\uFEFF" })
        {
            var answer = await SendAsync(call, Json(text));

            answer.ExpectProblem(400, "invalid-request");
            Assert.Equal(" malformed-json", Assert.Single(answer.Errors));
        }
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over() =>
        (await SendAsync("SearchClients", Json("\uFEFF{\"search\": \"\"}"))).Expect(200);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Anything_but_an_object_is_refused(string call)
    {
        foreach (var text in new[] { "null", "[]", "[{}]", "\"text\"", "7", "true" })
        {
            (await SendAsync(call, Json(text))).ExpectInvalid(" wrong-type");
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Deep_nesting_is_refused(string call)
    {
        foreach (var text in new[] { new string('[', 100_000), "{\"x\":" + new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"x\":", 50_000)) })
        {
            (await SendAsync(call, Json(text))).ExpectProblem(400, "invalid-request");
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_field_that_there_is_not_is_named(string call)
    {
        (await SendAsync(call, Json("""{"other": 1}"""))).ExpectInvalid("/other unknown-field");
        (await SendAsync(call, Json("""{"a/b~c": 1}"""))).ExpectInvalid("/a~1b~0c unknown-field");
        (await SendAsync(call, Json("""{"a.b": 1}"""))).ExpectInvalid("/a.b unknown-field");
        (await SendAsync(call, Json("""{"": 1}"""))).ExpectInvalid("/ unknown-field");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_body_of_another_type_is_refused(string call)
    {
        foreach (var type in new[] { "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream", "nonsense" })
        {
            var content = Json("{}");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            (await SendAsync(call, content)).ExpectProblem(415, "unsupported-media-type");
        }

        var bare = Json("{}");
        bare.Headers.ContentType = null;
        (await SendAsync(call, bare)).ExpectProblem(415, "unsupported-media-type");
        (await SendAsync(call, null)).ExpectProblem(415, "unsupported-media-type");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_compressed_body_is_refused(string call)
    {
        var content = Json("{}");
        content.Headers.ContentEncoding.Add("gzip");

        (await SendAsync(call, content)).ExpectProblem(415, "unsupported-media-type");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_body_over_1_MiB_is_refused_whether_it_tells_its_length_or_not(string call)
    {
        var route = ManagementRoutes.Named(call);
        var target = await Target.EnrolAsync();
        var token = await route.TokenAsync(target);
        var good = JsonSerializer.Serialize(route.Body!(target));
        var before = await Snapshot.OfAsync(target.Taxpayer);

        (await route.SendAsync(target, token, Json(good.PadRight(MaxBytes + 1)))).ExpectProblem(413, "body-too-large");
        (await route.SendAsync(target, token, Chunked(good.PadRight(MaxBytes + 1)))).ExpectProblem(413, "body-too-large");
        (await route.SendAsync(target, token, Chunked(good.PadRight(4 * MaxBytes)))).ExpectProblem(413, "body-too-large");
        await before.ExpectUnchangedAsync();

        Assert.InRange((await route.SendAsync(target, token, Chunked(good.PadRight(MaxBytes)))).Status, 200, 201);
    }

    private async Task<Answer> SendAsync(string call, HttpContent? content)
    {
        var route = ManagementRoutes.Named(call);
        var target = await _target.Value;
        var before = await Snapshot.OfAsync(target.Taxpayer);
        var answer = await route.SendAsync(target, await route.TokenAsync(target), content);
        await before.ExpectUnchangedAsync();
        return answer;
    }

    private static ByteArrayContent Json(string text) => new(Encoding.UTF8.GetBytes(text))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };

    /// <summary>Sent without Content-Length.</summary>
    private static ChunkedContent Chunked(string text) => new ChunkedContent(Encoding.UTF8.GetBytes(text))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}
