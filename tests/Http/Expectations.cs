using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>The two languages of refusal: RFC 9457 for management, RFC 6749 §5.2 for taxi routes.</summary>
internal static class Expectations
{
    public static Answer ExpectProblem(this Answer answer, int status, string code)
    {
        answer.Expect(status, code).ExpectNotStored();
        Assert.Equal("application/problem+json", answer.MediaType());
        Assert.Equal(status, answer.Body["status"]!.GetValue<int>());
        Assert.Equal($"urn:eds:problem:{code}", answer.Body["type"]!.GetValue<string>());
        Assert.NotEmpty(answer.Body["title"]!.GetValue<string>());
        Assert.NotEmpty(answer.Body["traceId"]!.GetValue<string>());
        return answer;
    }

    /// <param name="errors">"pointer code" of every row error, in any order.</param>
    public static Answer ExpectInvalid(this Answer answer, params string[] errors)
    {
        answer.ExpectProblem(400, "invalid-request");
        Assert.Equal(errors.Order(StringComparer.Ordinal), answer.Errors.Order(StringComparer.Ordinal));
        return answer;
    }

    /// <summary>Row T9: nothing but the two members, of the characters that RFC 6749 allows in them.</summary>
    public static Answer ExpectOAuthError(this Answer answer, int status, string error)
    {
        answer.Expect(status, error).ExpectNotStored();
        Assert.Equal("application/json", answer.MediaType());
        var members = Assert.IsType<JsonObject>(answer.Body);
        Assert.Equal(["error", "error_description"], members.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.All(members, member => Assert.All(
            member.Value!.GetValue<string>(), character => Assert.True(character is >= ' ' and <= '~' and not '"' and not '\\')));
        return answer;
    }

    public static Answer ExpectNotStored(this Answer answer)
    {
        Assert.Equal("no-store", answer.Header(HeaderNames.CacheControl));
        return answer;
    }

    /// <summary>The Functions host's own answer for a wrong method or an unknown address.</summary>
    public static void ExpectBare404(this Answer answer)
    {
        Assert.Equal(404, answer.Status);
        Assert.Empty(answer.Text);
    }

    public static string? MediaType(this Answer answer) => answer.Response.Content.Headers.ContentType?.MediaType;
}
