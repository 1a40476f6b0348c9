namespace Eds.Tests;

/// <summary>RFC 9110 §13.1.1: whatever has an etag is changed against the current one alone.</summary>
public sealed class PreconditionTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    [Theory]
    [InlineData("ChangeRights")]
    [InlineData("ChangeClient")]
    [InlineData("RenameSecret")]
    [InlineData("RestrictSecret")]
    public async Task Without_the_current_etag_nothing_changes(string function)
    {
        var call = shared.Target.Call(function);
        foreach (var ifMatch in new[] { null, "", "*", "\"of-nobody\"", "nonsense" })
        {
            var isMissing = ifMatch is null or "" or "*";
            (await shared.Taxpayer.UnchangedAsync(() => (call with { IfMatch = ifMatch }).SendAsync(shared.Taxpayer.Client)))
                .Expect(isMissing ? 428 : 412, isMissing ? "if-match-required" : "changed-meanwhile");
        }
    }
}
