using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Eds.Core;
using Eds.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eds.Tests;

/// <summary>Row P3: a bug, here a row that nobody can have written, is answered in the dialect of the route and shows nothing.</summary>
[Trait("Host", "Own")]
public sealed class BugTest
{
    [Fact(DisplayName = "P1–P3 a bug is a problem with a trace id, without a stack, a type's name or stored data")]
    public async Task Of_management()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var other = await taxpayer.AddUserAsync(TestPerson.New());
        await CorruptAsync(host, taxpayer.Id, $"user|{other["userId"]}", "PersonalCode");

        var answer = (await taxpayer.GetAsync("users")).ExpectProblem(500, "failed");

        ExpectMembers(answer, "code", "status", "title", "traceId", "type");
    }

    [Fact(DisplayName = "P3, T9 a bug on a taxi route is an OAuth error without a stack, a type's name or stored data")]
    public async Task Of_a_taxi_route()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Api);
        var secretId = (await device.Taxpayer.ClientsAsync()).Single()["secretId"]!.GetValue<string>();
        await CorruptAsync(host, device.Taxpayer.Id, $"secret|{secretId}", "Hash");

        var answer = (await device.InFormAsync(TestDevice.ClientCredentialsGrant)).ExpectOAuthError(500, "server_error");

        ExpectMembers(answer, "error", "error_description");
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

    private static async Task CorruptAsync(OwnHost host, string taxpayerId, string rowKey, string column) =>
        await host.Services.GetRequiredService<EdsTables>().Taxpayers.UpdateEntityAsync(
            new TableEntity(taxpayerId, rowKey) { [column] = "corrupted" }, ETag.All, TableUpdateMode.Merge, TestContext.Current.CancellationToken);

    private static void ExpectMembers(Answer answer, params string[] names)
    {
        Assert.Equal(names, Assert.IsType<JsonObject>(answer.Body).Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.All(
            ["Exception", "Eds.", ".cs", " at ", "corrupt"], part => Assert.DoesNotContain(part, answer.Text, StringComparison.OrdinalIgnoreCase));
    }
}
