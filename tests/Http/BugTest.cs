using Azure;
using Microsoft.AspNetCore.Http;

namespace Eds.Tests;

/// <summary>A bug, here a row that nobody can have written, is answered in the route's error format and shows nothing.</summary>
[Trait("Host", "Own")]
public sealed class BugTest
{
    [Fact]
    public async Task A_bug_shows_no_stack_type_name_or_stored_data()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);
        var (taxpayer, secret) = (device.Taxpayer, (await device.Taxpayer.SecretsAsync()).Single());
        await CorruptAsync($"user|{(await taxpayer.AddUserAsync(TestPerson.New())).UserId}", "PersonalCode");
        await CorruptAsync($"secret|{secret.SecretId}", "Hash");

        var management = (await taxpayer.Client.ListUsersAsync(taxpayer.Id)).Expect(500, "failed");
        var taxi = (await device.AskAsync()).ExpectOAuthError(500, "server_error");

        Assert.Equal(["code", "status", "title", "traceId", "type"], management.Members());
        Assert.All(["Exception", "Eds.", ".cs", " at ", "corrupt"], part =>
            Assert.DoesNotContain(part, management.Text + taxi.Text, StringComparison.OrdinalIgnoreCase));

        Task CorruptAsync(string rowKey, string column) => host.Tables.Taxpayers.UpdateEntityAsync(
            new TableEntity(taxpayer.Id, rowKey) { [column] = "corrupted" }, ETag.All, TableUpdateMode.Merge,
            Cancellation);
    }

    [Theory]
    [InlineData(true, LogLevel.Warning, StatusCodes.Status499ClientClosedRequest)]
    [InlineData(false, LogLevel.Error, StatusCodes.Status500InternalServerError)]
    public async Task A_bug_is_an_alarm_only_while_the_caller_waits(bool isGone, LogLevel level, int status)
    {
        var log = new CapturingLogger<ExceptionMiddleware>();
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = new CancellationToken(isGone) };

        await new ExceptionMiddleware(log).InvokeAsync(context, _ => throw new InvalidDataException("Injected."));

        Assert.Equal((level, status), (Assert.Single(log.Entries).Level, context.Response.StatusCode));
    }
}
