using Eds.Ops;

namespace Eds.Tests;

/// <summary>docs/scale.md reckons with what the code really does, and shows what the simulation prints.</summary>
[Trait("Host", "Own")]
public sealed class ScaleTest
{
    [Fact]
    public void The_page_shows_what_the_simulation_prints()
    {
        var page = File.ReadAllText(Path.Combine(Folders.Repository, "docs", "scale.md")).ReplaceLineEndings("\n");
        var printed = new StringWriter();
        Scale.Print(printed);
        Assert.All(printed.ToString().Split("\n\n", StringSplitOptions.RemoveEmptyEntries), table =>
            Assert.True(
                page.Contains(table, StringComparison.Ordinal),
                $"docs/scale.md is to show, from `dotnet run --project ops -- scale`:\n{table}"));
    }

    [Fact]
    public async Task A_token_and_a_registration_cost_the_transactions_and_bytes_that_the_page_reckons_with()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var before = await StoredAsync();
        host.Faults.Count();
        var clientId = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        Assert.Equal(ScaleInputs.RegistrationTransactions, host.Faults.Reads + host.Faults.Writes);
        Assert.InRange(await StoredAsync() - before, ScaleInputs.BytesPerClient * 0.95, ScaleInputs.BytesPerClient * 1.05);

        var first = await CountAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(59));
        var next = await CountAsync();
        host.Clock.Advance(TimeSpan.FromHours(24));
        var nextDay = await CountAsync();

        Assert.Equal((ScaleInputs.TokenReads + ScaleInputs.FirstOfDayReads, ScaleInputs.TokenWrites + ScaleInputs.FirstOfDayWrites), first);
        Assert.Equal((ScaleInputs.TokenReads, ScaleInputs.TokenWrites), next);
        Assert.Equal((ScaleInputs.TokenReads + 2, ScaleInputs.TokenWrites + 2), nextDay); // the network is known

        async Task<(int Reads, int Writes)> CountAsync()
        {
            host.Faults.Count();
            (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200);
            await host.FlushAsync();
            return (host.Faults.Reads, host.Faults.Writes);
        }

        async Task<long> StoredAsync() => (await host.RowsAsync(taxpayer.Id)).Sum(Size);
    }

    /// <summary>As Azure bills a row: 4 bytes, its keys in UTF-16, and for each column 8 bytes, its name, and its value.</summary>
    private static long Size(TableEntity row) => 4 + (2 * (row.PartitionKey.Length + row.RowKey.Length)) + row
        .Where(column => column.Key is not ("PartitionKey" or "RowKey" or "odata.etag"))
        .Sum(column => 8 + (2 * column.Key.Length) + column.Value switch
        {
            string text => 4 + (2 * text.Length),
            byte[] bytes => 4 + bytes.Length,
            bool => 1,
            int => 4,
            _ => 8,
        });
}
