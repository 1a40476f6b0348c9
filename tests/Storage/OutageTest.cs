using System.Net.Sockets;

namespace Eds.Tests;

[Trait("Host", "Own")]
public sealed class OutageTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eds-outage-").FullName;

    [Fact]
    public async Task Without_storage_everything_is_refused_with_503_and_it_works_again_when_storage_is_back()
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions { DataFolder = _folder, PreferredPort = QuietPort.Find() }, Cancellation);
        await using var host = await OwnHost.StartAsync(connectionString: azurite.ConnectionString);
        await host.Tables.CreateAsync(Cancellation);
        var device = await TestDevice.RegisterAsync(host.Client);
        var (taxpayer, token) = (device.Taxpayer, await device.TokenAsync());
        var (drivers, key) = (TestPerson.Drivers(60), EdsClient.NewIdempotencyKey());

        await azurite.DisposeAsync();
        var answers = new Answer[]
        {
            (await taxpayer.Client.ListUsersAsync(taxpayer.Id)).Expect(503, "storage-unavailable"),
            (await taxpayer.RegisterAsync(drivers, key: key)).Expect(503, "storage-unavailable"),
            (await taxpayer.AnnulAsync(device.ClientId)).Expect(503, "storage-unavailable"),
            (await device.WhoAmIAsync(token)).Expect(503, "temporarily_unavailable"),
            (await device.AskAsync()).Expect(503, "temporarily_unavailable"),
        };
        Assert.All(answers, answer => Assert.Equal("5", answer.RetryAfter()));
        Assert.All(answers.Take(3), answer => Assert.Equal(5, answer.Problem!.RetryAfterSeconds));
        var health = (await host.Client.GetHealthAsync()).Expect(503).Value;
        Assert.Equal(("unavailable", "ok"), (health.Storage, health.Keys));

        await using var again = await Azurite.StartAsync(
            new AzuriteOptions { DataFolder = _folder, PreferredPort = azurite.Port }, Cancellation);
        Assert.Equal(azurite.Port, again.Port);
        (await host.Client.GetHealthAsync()).Expect(200);
        Assert.Single(await taxpayer.ClientsAsync());
        (await device.WhoAmIAsync(token)).Expect(200);
        (await taxpayer.RegisterAsync(drivers, key: key)).Expect(201);
        Assert.Equal(61, (await taxpayer.ClientsAsync()).Count);
        await host.AssertInvariantsAsync(taxpayer.Id);
    }

    [Fact]
    public async Task Answers_of_storage_that_end_early_are_an_outage()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);

        host.Faults.CutsAnswers = true;
        var refused = (await device.Taxpayer.Client.ListUsersAsync(device.Taxpayer.Id)).Expect(503, "storage-unavailable");
        Assert.Equal("5", refused.RetryAfter());
        Assert.Equal(1 + 3, host.Faults.AnswersCut);
        (await device.Taxpayer.AnnulAsync(device.ClientId)).Expect(503, "storage-unavailable");
        (await device.AskAsync()).Expect(503, "temporarily_unavailable");
        Assert.Equal("unavailable", (await host.Client.GetHealthAsync()).Expect(503).Value.Storage);

        host.Faults.CutsAnswers = false;
        (await host.Client.GetHealthAsync()).Expect(200);
        await device.TokenAsync();
    }

    [Fact]
    public async Task Health_waits_three_seconds_for_a_storage_that_hangs()
    {
        var port = QuietPort.Find();
        await using var host = await OwnHost.StartAsync(connectionString:
            $"DefaultEndpointsProtocol=http;AccountName=eds;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:{port}/eds;");
        using var storage = Loopback.Listen(port); // only now, so that the start is refused and need not wait
        var answer = host.Client.GetHealthAsync();
        using var asked = await storage.AcceptAsync(Cancellation);

        host.Clock.Advance(TimeSpan.FromSeconds(3));

        var health = (await answer).Expect(503);
        Assert.Equal("unavailable", health.Value.Storage);
        Assert.Equal("5", health.RetryAfter());
    }

    [Fact]
    public void A_connection_that_went_while_it_was_set_up_is_an_outage_and_a_bug_is_none()
    {
        var lost = new SocketException((int)SocketError.NotConnected);

        Assert.True(StorageOutage.Is(new AggregateException(lost, new IOException())));
        Assert.False(StorageOutage.Is(new AggregateException(lost, new InvalidOperationException())));
    }

    [Fact]
    public async Task A_purge_entry_that_loses_every_race_is_answered_busy()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);
        var attempts = 0;
        host.Faults.OnWrite = () =>
        {
            attempts++;
            throw new Azure.RequestFailedException(412, "Injected.", "UpdateConditionNotSatisfied", null);
        };

        var refused = (await device.Taxpayer.AnnulAsync(device.ClientId)).Expect(503, "busy");

        Assert.Equal("5", refused.RetryAfter());
        Assert.Equal(5, attempts);
        host.Faults.OnWrite = null;
        (await device.Taxpayer.AnnulAsync(device.ClientId)).Expect(204);
    }

    [Fact]
    public async Task Without_its_tables_it_says_so_instead_of_refusing_everyone()
    {
        await using var host = await OwnHost.StartAsync(connectionString: TestRun.Current.NextConnectionString());
        (await host.Client.GetHealthAsync()).Expect(200); // a local start has made them
        foreach (var table in host.Tables.All)
        {
            await table.DeleteAsync(Cancellation);
        }

        Assert.Equal("unavailable", (await host.Client.GetHealthAsync()).Expect(503).Value.Storage);
        (await host.Client.IssueTokenAsync(Core.ClientId.Draw("7k2m9q4x0d").ToString(), Leaks.ChosenSecret))
            .Expect(503, "temporarily_unavailable");
        (await host.Client.As(await TestPerson.New().SignInAsync(host.Client)).ListUsersAsync("7k2m9q4x0d"))
            .Expect(503, "storage-unavailable");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
