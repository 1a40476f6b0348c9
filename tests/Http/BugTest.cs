using Azure;
using Azure.Data.Tables;
using Eds.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
            new TableEntity(taxpayer.Id, rowKey) { [column] = "corrupted" }, ETag.All, TableUpdateMode.Merge, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_bug_is_logged_even_if_the_caller_is_gone()
    {
        var log = new CapturingLogger<ExceptionMiddleware>();
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = new CancellationToken(canceled: true) };

        await new ExceptionMiddleware(log).InvokeAsync(context, _ => throw new InvalidDataException("Injected."));
        Assert.Equal(LogLevel.Error, Assert.Single(log.Entries).Level);

        await new ExceptionMiddleware(log).InvokeAsync(context, _ => throw new OperationCanceledException());
        Assert.Single(log.Entries);
    }
}
