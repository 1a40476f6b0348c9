using System.Reflection;
using System.Runtime.Serialization;

namespace Eds.Tests;

/// <summary>docs/tables.md against the code and against what is stored.</summary>
public sealed class TablesDocumentTest
{
    private static readonly Dictionary<string, Type> RowsByHeading = new()
    {
        ["taxpayer"] = typeof(TaxpayerRow),
        ["user|"] = typeof(UserRow),
        ["client|"] = typeof(ClientRow),
        ["driver|"] = typeof(ActiveDriverRow),
        ["secret|"] = typeof(SecretRow),
        ["request|"] = typeof(IdempotencyRow),
        ["token|"] = typeof(RevokedTokenRow),
        ["batch|"] = typeof(BatchRow),
        ["event|"] = typeof(EventRow),
        ["client|{client_id}|"] = typeof(FailedAttemptsRow),
        ["person|"] = typeof(LookupRow),
        ["{taxpayerId}{yyyyMM}"] = typeof(CarriageRow),
        ["client|{taxpayerId}"] = typeof(PurgeEntryRow),
    };

    [Fact]
    public void Every_column_is_documented_and_every_documented_column_exists()
    {
        var documented = Documented();
        foreach (var (heading, row) in RowsByHeading)
        {
            var columns = row.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => property.GetCustomAttribute<IgnoreDataMemberAttribute>() is null).Select(property => property.Name);
            Assert.Equal(columns.ToHashSet(), ColumnsOf(documented, heading));
        }

        var rows = typeof(Row).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Row)) && !type.IsNested);
        Assert.Equal(rows.ToHashSet(), RowsByHeading.Values.ToHashSet());
    }

    [Fact]
    [Trait("Host", "Own")]
    public async Task Stored_rows_have_documented_columns_only()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync();
        await taxpayer.RegisteredAsync(TestPerson.Drivers(60));
        var client = await taxpayer.RegisterOneAsync(SecretChoices.Generate with { Name = "Rīga" });
        (await taxpayer.RestrictAsync(client.SecretId, ["127.0.0.0/8"])).Expect(200);
        (await taxpayer.SetValidUntilAsync(client, host.Clock.GetUtcNow())).Expect(200);
        (await taxpayer.RotateAsync([client.SecretId], 1)).Expect(200);
        (await taxpayer.AnnulAsync([client.ClientId], "left")).Expect(200);
        (await taxpayer.AnnulAsync((await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0], "lost")).Expect(204);

        var documented = Documented();
        var rows = await host.RowsAsync(taxpayer.Id);
        Assert.Equal(9, rows.Select(KindOf).Distinct().Count());
        string[] known = ["PartitionKey", "RowKey", "Timestamp", "odata.etag"];
        Assert.All(rows, row => Assert.Subset(ColumnsOf(documented, KindOf(row)), row.Keys.Except(known).ToHashSet()));
        Assert.All(await host.PurgeEntriesAsync(taxpayer.Id), entry =>
            Assert.Equal(["Kind", "TaxpayerId"], entry.Keys.Except([.. known, "Id"]).Order(StringComparer.Ordinal)));
    }

    private static HashSet<string> ColumnsOf(List<(string Heading, IReadOnlyList<string> Columns)> documented, string kind) =>
        [.. documented.First(section => section.Heading.StartsWith(kind, StringComparison.Ordinal)).Columns];

    private static string KindOf(TableEntity row) =>
        row.RowKey.Split('|') is [var only] ? only : row.RowKey[..(row.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)];

    private static List<(string Heading, IReadOnlyList<string> Columns)> Documented()
    {
        using var stream = typeof(TablesDocumentTest).Assembly.GetManifestResourceStream("tables.md")!;
        var sections = new List<(string, IReadOnlyList<string>)>();
        var columns = new List<string>();
        foreach (var line in new StreamReader(stream).ReadToEnd().Split('\n'))
        {
            if (line.StartsWith("### `", StringComparison.Ordinal))
            {
                columns = [];
                sections.Add((line[5..], columns));
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                columns.Add(line.Split('`')[1]);
            }
        }

        return sections;
    }
}
