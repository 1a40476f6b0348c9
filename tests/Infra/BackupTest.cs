using Azure.Core;
using Azure.Core.Pipeline;
using Eds.Ops;
using Eds.Tests.LocalHost;

namespace Eds.Tests;

/// <summary>What <c>dotnet run --project ops -- backup</c> copies can be restored, row for row, and works.</summary>
[Trait("Host", "Own")]
public sealed class BackupTest
{
    [Fact]
    public async Task A_backup_restored_elsewhere_is_the_same_and_its_clients_still_get_tokens()
    {
        using var folder = new TemporaryFolder();
        await using var host = await HostAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var small = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));
        await taxpayer.RegisteredAsync(TestPerson.Drivers(120), SecretChoices.Generate);
        (await taxpayer.AnnulAsync(small[1])).Expect(204);
        await host.Client.EnrolAsync(kind: "natural");
        var device = await ReportingDevice.RegisterAsync(taxpayer);
        var ride = device.Ride(host.Clock.GetUtcNow());
        (await device.ReportAsync(ride)).Expect(201);
        await host.FlushAsync();

        var copies = Path.Combine(folder.Path, "copy");
        await Copy(host).BackUpAsync(copies, Cancellation);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owners | UnixFileMode.UserExecute, File.GetUnixFileMode(copies));
            Assert.Equal([Owners], Directory.GetFiles(copies).Select(File.GetUnixFileMode).Distinct());
        }

        await using var restored = await HostAsync();
        await Copy(restored).RestoreAsync(copies, Cancellation);

        Assert.Equal(await RowsAsync(host), await RowsAsync(restored));
        (await restored.Client.IssueTokenAsync(small[0], Leaks.ChosenSecret)).Expect(200);
        var token = (await restored.Client.IssueTokenAsync(device.Device.ClientId, device.Device.Secret)).Expect(200).Value.AccessToken;
        (await restored.Client.As(token).ReportCarriageAsync(ride)).Expect(409, "carriage-exists");
        (await restored.Client.IssueTokenAsync(small[1], Leaks.ChosenSecret)).Expect(401);
        await Assert.ThrowsAsync<InvalidDataException>(() => Copy(restored).RestoreAsync(copies, Cancellation));
        await Assert.ThrowsAsync<IOException>(() => Copy(host).BackUpAsync(copies, Cancellation));
    }

    [Fact]
    public async Task One_that_broke_off_leaves_nothing_and_a_change_meanwhile_makes_a_taxpayer_be_read_again()
    {
        using var folder = new TemporaryFolder();
        await using var host = await HostAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var clients = await taxpayer.RegisteredAsync(TestPerson.Drivers(600), SecretChoices.Generate);

        var copies = Path.Combine(folder.Path, "copy");
        var broken = new BetweenPages(() => throw new IOException("Storage is gone."));
        await Assert.ThrowsAsync<IOException>(() => Copy(host, broken).BackUpAsync(copies, Cancellation));
        Assert.False(Path.Exists(copies));

        // 1,200 rows are two pages: clients are on the first, most guards on the second. Between them, clients lose theirs.
        var between = new BetweenPages(async () =>
        {
            foreach (var client in clients.Take(20))
            {
                (await taxpayer.AnnulAsync(client)).Expect(204);
            }
        });
        await Copy(host, between).BackUpAsync(copies, Cancellation);

        Assert.True(between.Happened);
        Assert.Equal([copies], Directory.GetFileSystemEntries(folder.Path));
        var rows = (await File.ReadAllLinesAsync(Path.Combine(copies, "Taxpayers.jsonl"), Cancellation)).Select(RowLine.Read).ToList();
        var active = rows.Where(row => row.RowKey.StartsWith("client|", StringComparison.Ordinal) && row.GetString("State") == "active")
            .Select(row => row.RowKey["client|".Length..]);
        var guarded = rows.Where(row => row.RowKey.StartsWith("driver|", StringComparison.Ordinal))
            .Select(row => row.GetString("ClientId"));
        Assert.Equal(580, active.Count());
        Assert.Equal(active.Order(StringComparer.Ordinal), guarded.Order(StringComparer.Ordinal));
    }

    private static TableCopy Copy(OwnHost host, HttpPipelinePolicy? policy = null)
    {
        var options = new TableClientOptions();
        if (policy is not null)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerCall);
        }

        return new TableCopy(new TableServiceClient(host.ConnectionString, options), TextWriter.Null);
    }

    private static Task<OwnHost> HostAsync() => OwnHost.StartAsync(settings: TestKeys.Settings);

    private static async Task<List<string>> RowsAsync(OwnHost host)
    {
        var service = new TableServiceClient(host.ConnectionString);
        var rows = new List<string>();
        await foreach (var table in service.QueryAsync(cancellationToken: Cancellation))
        {
            var stored = service.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Cancellation);
            rows.AddRange(await stored.Select(row => $"{table.Name} {RowLine.Write(row)}").ToListAsync(Cancellation));
        }

        return rows;
    }

    /// <summary>Does something once, before a second page is asked for.</summary>
    private sealed class BetweenPages(Func<Task> act) : HttpPipelinePolicy
    {
        public bool Happened { get; private set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (!Happened && message.Request.Uri.Query.Contains("NextRowKey", StringComparison.Ordinal))
            {
                Happened = true;
                await act();
            }

            await ProcessNextAsync(message, pipeline);
        }
    }
}
