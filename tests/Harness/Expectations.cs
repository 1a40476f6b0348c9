using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

internal static class Expectations
{
    /// <summary>Fails with the answer's own words unless it has this status (and code).</summary>
    public static TAnswer Expect<TAnswer>(this TAnswer answer, int status, string? code = null)
        where TAnswer : Answer
    {
        Assert.True(
            answer.Status == status && (code is null || answer.Code == code),
            $"Expected {status} {code}, got {answer.Status}: {(Leaks.Secret.IsMatch(answer.Text) ? "[withheld]" : answer.Text)}");
        return answer;
    }

    public static TAnswer ExpectSuccess<TAnswer>(this TAnswer answer)
        where TAnswer : Answer => answer.Expect(answer.Status is 201 or 204 ? answer.Status : 200);

    public static TAnswer ExpectInvalid<TAnswer>(this TAnswer answer, params string[] errors)
        where TAnswer : Answer
    {
        answer.Expect(400, "invalid-request");
        Assert.Equal(errors.Order(StringComparer.Ordinal), answer.Errors.Order(StringComparer.Ordinal));
        return answer;
    }

    /// <summary>RFC 6749 §5.2: nothing but the two members.</summary>
    public static TAnswer ExpectOAuthError<TAnswer>(this TAnswer answer, int status, string error)
        where TAnswer : Answer
    {
        answer.Expect(status, error);
        Assert.NotNull(answer.OAuthError);
        return answer;
    }

    /// <summary>The Functions host's own answer for a wrong method or an unknown address.</summary>
    public static void ExpectBare404(this Answer answer)
    {
        answer.Expect(404);
        Assert.Empty(answer.Text);
        Assert.Null(answer.MediaType);
        Assert.Empty(answer.Response.Content.Headers.Allow);
    }

    public static IReadOnlyList<string> ClientIds(this Answer<RegisteredClientsBody> registered) =>
        [.. registered.Value.Clients.Select(client => client.ClientId)];

    public static IReadOnlyList<string> ClientIds(this Answer<ClientsBody> page) =>
        [.. page.Value.Clients.Select(client => client.ClientId)];

    public static IReadOnlyList<string> Members(this Answer answer) =>
        [.. Assert.IsType<JsonObject>(JsonNode.Parse(answer.Text)).Select(member => member.Key).Order(StringComparer.Ordinal)];

    public static string? Challenge(this Answer answer) => answer.Header(HeaderNames.WWWAuthenticate);
    public static string? RetryAfter(this Answer answer) => answer.Header(HeaderNames.RetryAfter);
    public static string WithoutHyphens(this string code) => code.Replace("-", "", StringComparison.Ordinal);
    public static string Mistyped(this string text) => text[..^1] + (text[^1] == '7' ? '8' : '7');
}
