using Azure.Core;

namespace Eds.Core;

/// <summary>Explained in docs/tables.md. One partition of <c>Taxpayers</c> has all rows of a taxpayer but its rides.</summary>
public sealed class EdsTables(TableServiceClient service)
{
    public TableClient Taxpayers { get; } = service.GetTableClient(nameof(Taxpayers));
    public TableClient Lookups { get; } = service.GetTableClient(nameof(Lookups));
    public TableClient Due { get; } = service.GetTableClient(nameof(Due));
    public TableClient Guesses { get; } = service.GetTableClient(nameof(Guesses));
    public TableClient Carriages { get; } = service.GetTableClient(nameof(Carriages));

    /// <summary>Due is last: entries are written before their rows, so a copy in this order has the entry of each row.</summary>
    public IReadOnlyList<TableClient> All => [Taxpayers, Lookups, Guesses, Carriages, Due];

    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var table in All)
        {
            await table.CreateIfNotExistsAsync(cancellation);
        }
    }

    /// <exception cref="Exception">A table does not answer: see <see cref="StorageOutage"/>.</exception>
    public Task ProbeAsync(CancellationToken cancellation) =>
        Task.WhenAll(All.Select(table => table.FindAsync<TableEntity>("health", "health", cancellation)));

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
