using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Eds.Tests;

/// <summary>Traces, metrics and logs really leave the process. Alone, as what is collected is that of the whole process.</summary>
[Collection(nameof(AfterAllOthers))]
[Trait("Host", "Own")]
public sealed class TelemetryTest
{
    [Fact]
    public async Task What_happens_arrives_and_shows_no_secret_token_or_personal_code()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var vault = await VaultOverHttpTest.FilledVaultAsync();
        string refusedTrace;
        await using (var host = await VaultOverHttpTest.StartAsync(vault, collector.Settings))
        {
            var taxpayer = await host.Client.EnrolAsync();
            var clients = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));
            (await host.Client.IssueTokenAsync(clients[0], Leaks.ChosenSecret)).Expect(200);
            refusedTrace = (await host.Client.IssueTokenAsync(clients[0], Leaks.ChosenSecret + "!")).Expect(401).Header("Trace-Id")!;
            (await host.Client.IssueTokenAsync(ClientId.Draw(TaxpayerId.Draw()).ToString(), Leaks.ChosenSecret)).Expect(401);
            (await taxpayer.AnnulAsync(clients[1])).Expect(204);
            (await host.Client.IssueTokenAsync(clients[1], Leaks.ChosenSecret)).Expect(401);
            for (var guess = 0; guess < 10; guess++)
            {
                await host.Client.IssueTokenAsync(clients[0], $"eds_{guess:D38}");
                await host.Client.IssueTokenAsync(clients[0], $"{Leaks.ChosenSecret} {guess}");
            }

            (await host.Client.IssueTokenAsync(clients[0], Leaks.ChosenSecret)).Expect(429);
            var device = await ReportingDevice.RegisterAsync(taxpayer);
            var ride = device.Ride(host.Clock.GetUtcNow()) with { NumberPlate = "ZVIRBUL15" };
            (await device.ReportAsync(ride)).Expect(201);
            (await device.ReportAsync(ride)).Expect(409);
            (await device.ReportAsync(ride with { DriversPersonCode = TestPerson.New().Code })).Expect(403);
            (await device.ReportAsync(ride with { Distance = -1 })).Expect(400);
            (await device.PostAsync("{")).Expect(400);
            (await taxpayer.Client.ListClientsAsync(taxpayer.Id, "zvirbulis")).Expect(200);
            await host.PurgeAsync();
            host.Faults.Arm(0, FaultMoment.Before, FaultSpan.FromThenOn);
            (await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(503, "storage-unavailable");
            host.Faults.Disarm();
        }

        Assert.Matches("^[0-9a-f]{32}$", refusedTrace);
        Assert.Contains("api/taxi/auth", collector.Traces, StringComparison.Ordinal);
        Assert.Contains("server.address", collector.Traces, StringComparison.Ordinal); // storage, asked by System.Net.Http
        Assert.All(
            [
                "eds.tokens.issued", "eds.authentications.refused", "malformed", "wrong-secret", "unknown-client", "annulled-client",
                "limited",
                "eds.clients.registered", "eds.purge.runs", "eds.purge.removed", "eds.vault.reads", "eds.hashes.waiting",
                "eds.carriages.received", "accepted", "duplicate", "eds.carriages.refused", "driver-mismatch", "invalid", "unreadable",
            ],
            name => Assert.Contains(name, collector.Metrics, StringComparison.Ordinal));
        Assert.Contains("other rows; finished: True", collector.Logs, StringComparison.Ordinal);
        Assert.Contains("Storage is unavailable; the request was refused with 503.", collector.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("Request starting", collector.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("zvirbulis", collector.Traces, StringComparison.Ordinal);
        foreach (var collected in new[] { collector.Traces, collector.Metrics, collector.Logs })
        {
            Assert.DoesNotMatch(Leaks.Secret, collected);
            Assert.DoesNotMatch(Leaks.Token, collected);
            Assert.DoesNotMatch(Leaks.PersonalCode, collected);
            Assert.DoesNotContain("ZVIRBUL15", collected, StringComparison.Ordinal);
        }
    }

    /// <summary>Who could choose it could make somebody else's requests and logs look like theirs, or have none of them kept.</summary>
    [Fact]
    public async Task A_callers_trace_is_linked_and_not_adopted()
    {
        var (theirs, links) = (ActivityTraceId.CreateRandom(), new ConcurrentDictionary<string, bool>());
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Core.Telemetry.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => links[activity.TraceId.ToString()] = activity.Links.Any(link => link.Context.TraceId == theirs),
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await OwnHost.StartAsync();

        var answer = await host.Client.SendAsync(
            Routes.IssueToken(), new FormUrlEncodedContent([]), ("traceparent", $"00-{theirs}-{ActivitySpanId.CreateRandom()}-00"));

        var ours = answer.Expect(401).Header("Trace-Id")!;
        Assert.NotEqual(theirs.ToString(), ours);
        Assert.True(links[ours]);
    }

    /// <summary>Azure Monitor's exporter would drop the logs of a trace that it does not keep, unless told otherwise.</summary>
    [Fact]
    public void In_Azure_logs_are_not_sampled_and_no_key_is_used()
    {
        const string Target = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://northeurope.example/";
        using var provider = Configured(new() { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = Target });
        var options = provider.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value;
        Assert.False(options.EnableTraceBasedLogsSampler);
        Assert.NotNull(options.Credential);
    }

    [Fact]
    public void With_nowhere_to_send_it_nothing_is_collected()
    {
        using var provider = Configured([]);
        Assert.Null(provider.GetService<OpenTelemetry.Trace.TracerProvider>());
        Assert.Null(provider.GetService<OpenTelemetry.Metrics.MeterProvider>());
    }

    private static ServiceProvider Configured(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddEdsTelemetry(configuration);
        return services.BuildServiceProvider();
    }
}
