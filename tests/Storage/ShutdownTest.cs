using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>A host that is told to end still writes what it had noted behind the requests.</summary>
[Trait("Host", "Own")]
public sealed class ShutdownTest
{
    [Fact]
    public async Task Uses_noted_before_the_end_are_written()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(10), new { generate = true })).Expect(201);
        var secret = registered.Body["secret"]!.GetValue<string>();
        using var ending = new ManualResetEventSlim();
        host.Faults.OnWrite = () => ending.Wait(TestContext.Current.CancellationToken);
        foreach (var client in TestTaxpayer.ClientIds(registered))
        {
            (await host.Api.RequestTokenAsync(client, secret)).Expect(200);
        }

        var stop = host.Services.GetRequiredService<BackgroundWrites>().StopAsync(TestContext.Current.CancellationToken);
        ending.Set();
        await stop;

        var clients = (await taxpayer.GetAsync("taxi/clients")).Expect(200).Body["clients"]!.AsArray();
        Assert.Equal(10, clients.Count(client => client!["lastUsedAt"] is not null));
    }
}
