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
        foreach (var (heading, row) in RowsByHeading)
        {
            var columns = row.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => property.GetCustomAttribute<IgnoreDataMemberAttribute>() is null).Select(property => property.Name);
            Assert.Equal(columns.ToHashSet(), DocumentedColumns(heading));
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

        var rows = await host.RowsAsync(taxpayer.Id);
        Assert.Equal(9, rows.Select(KindOf).Distinct().Count());
        string[] known = ["PartitionKey", "RowKey", "Timestamp", "odata.etag"];
        Assert.All(rows, row => Assert.Subset(DocumentedColumns(KindOf(row)), row.Keys.Except(known).ToHashSet()));
        Assert.All(await host.PurgeEntriesAsync(taxpayer.Id), entry =>
            Assert.Equal(["Kind", "TaxpayerId"], entry.Keys.Except([.. known, "Id"]).Order(StringComparer.Ordinal)));
    }

    private static string KindOf(TableEntity row) => Regex.Match(row.RowKey, @"^[a-z]+\|?").Value;

    /// <summary>Of the section whose heading begins so.</summary>
    private static HashSet<string> DocumentedColumns(string kind)
    {
        using var document = new StreamReader(typeof(TablesDocumentTest).Assembly.GetManifestResourceStream("tables.md")!);
        var section = document.ReadToEnd().Split("\n### `").First(section => section.StartsWith(kind, StringComparison.Ordinal));
        return [.. Regex.Matches(section, @"^\| `([^`]+)`", RegexOptions.Multiline).Select(row => row.Groups[1].Value)];
    }
}
