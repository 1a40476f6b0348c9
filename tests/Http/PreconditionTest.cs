namespace Eds.Tests;

/// <summary>
/// RFC 9110 §13.1.1: whatever has an etag is changed against the current one alone. What is so already counts as done, as the first
/// answer may have been lost.
/// </summary>
public sealed class PreconditionTest
{
    [Theory]
    [InlineData("ChangeRights", """{"rightsManager": true, "taxiApiConfiguration": false}""")]
    [InlineData("ChangeClient", """{"driver": {"name": "Eva Kalna"}}""")]
    [InlineData("ChangeClient", """{"validUntil": "2099-12-31T00:00:00Z"}""")]
    [InlineData("RenameSecret", """{"name": null}""")]
    [InlineData("RestrictSecret", """{"networks": []}""")]
    public async Task Without_the_current_etag_only_the_same_change_counts_as_done(string function, string other)
    {
        var target = await Target.EnrolAsync();
        var (taxpayer, call) = (target.Taxpayer, target.Call(function));
        foreach (var ifMatch in new[] { null, "", "*", "\"of-nobody\"", "nonsense" })
        {
            var isMissing = ifMatch is null or "" or "*";
            (await taxpayer.UnchangedAsync(() => (call with { IfMatch = ifMatch }).SendAsync(taxpayer.Client)))
                .Expect(isMissing ? 428 : 412, isMissing ? "if-match-required" : "changed-meanwhile");
        }

        var first = (await call.SendAsync(taxpayer.Client)).Expect(200);
        Assert.NotEqual(call.IfMatch, JsonNode.Parse(first.Text)!["etag"]!.GetValue<string>());
        Assert.Equal(first.Text, (await taxpayer.UnchangedAsync(() => call.SendAsync(taxpayer.Client))).Expect(200).Text);
        (await taxpayer.UnchangedAsync(() => (call with { Body = other }).SendAsync(taxpayer.Client))).Expect(412, "changed-meanwhile");
    }
}
