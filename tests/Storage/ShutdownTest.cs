using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>A host that stops first finishes its background writes.</summary>
[Trait("Host", "Own")]
public sealed class ShutdownTest
{
    [Fact]
    public async Task Uses_noted_before_the_end_are_written()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(10), SecretChoices.Generate)).Expect(201);
        var secret = registered.Value.Secret!;
        foreach (var client in registered.ClientIds())
        {
            (await host.Client.As(null).IssueTokenAsync(client, secret)).Expect(200); // the first sign-in of a day writes itself
        }

        await host.FlushAsync();
        var before = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        using var ending = new ManualResetEventSlim();
        host.Faults.OnWrite = () => ending.Wait(TestContext.Current.CancellationToken);
        foreach (var client in registered.ClientIds())
        {
            (await host.Client.IssueTokenAsync(client, secret)).Expect(200);
        }

        var stop = host.Services.GetRequiredService<BackgroundWrites>().StopAsync(TestContext.Current.CancellationToken);
        ending.Set();
        await stop;

        Assert.Equal(10, (await taxpayer.ClientsAsync()).Count(client => client.LastUsedAt > before));
    }
}
