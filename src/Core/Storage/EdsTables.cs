using Azure.Core;
using Azure.Identity;

namespace Eds.Core;

/// <summary>
/// The tables; docs/tables.md has every key and column. One partition of <c>Taxpayers</c> holds all of a taxpayer, so that one
/// transaction covers clients, secret, guards, idempotency row and event.
/// </summary>
public sealed class EdsTables(TableServiceClient service)
{
    /// <summary>PartitionKey taxpayerId.</summary>
    public TableClient Taxpayers { get; } = service.GetTableClient(nameof(Taxpayers));

    /// <summary>Registration number → taxpayerId, and person → taxpayerId hints.</summary>
    public TableClient Lookups { get; } = service.GetTableClient(nameof(Lookups));

    /// <summary>PartitionKey yyyyMMdd (UTC): what the purge has to look at from that day on.</summary>
    public TableClient Due { get; } = service.GetTableClient(nameof(Due));

    /// <summary>PartitionKey client_id: failed sign-ins, per network.</summary>
    public TableClient Guesses { get; } = service.GetTableClient(nameof(Guesses));

    /// <summary>Due is the last: whoever copies them in this order has, of every row, the note that was written before it.</summary>
    public IReadOnlyList<TableClient> All => [Taxpayers, Lookups, Guesses, Due];

    /// <summary>Creates the tables that are missing. Azure's are made by the deployment; this is for local work.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var table in All)
        {
            await table.CreateIfNotExistsAsync(cancellation);
        }
    }

    /// <summary>Returns when the table service answers for each of our tables.</summary>
    /// <exception cref="Exception">It does not: see <see cref="StorageOutage"/>.</exception>
    public Task ProbeAsync(CancellationToken cancellation) =>
        Task.WhenAll(All.Select(table => table.FindAsync<TableEntity>("health", "health", cancellation)));

    /// <summary>A client with time-outs fit for a web request: an outage is known within seconds.</summary>
    public static TableServiceClient Connect(EdsOptions settings, Action<TableClientOptions>? configure = null)
    {
        var options = new TableClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 3,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(1),
                NetworkTimeout = TimeSpan.FromSeconds(10),
            },
        };
        configure?.Invoke(options);
        return string.IsNullOrWhiteSpace(settings.Tables.Endpoint)
            ? new TableServiceClient(settings.Tables.ConnectionString, options)
            : new TableServiceClient(new Uri(settings.Tables.Endpoint), new DefaultAzureCredential(), options);
    }
}
