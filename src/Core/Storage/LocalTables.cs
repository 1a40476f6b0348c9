using Microsoft.Extensions.Hosting;

namespace Eds.Core;

/// <summary>
/// Creates missing tables when the app starts on an Azurite, so that <c>azurite</c> and <c>func start</c> are enough. In Azure the
/// deployment makes them.
/// </summary>
public sealed class LocalTables(EdsTables tables, EdsOptions options, ILogger<LocalTables> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Tables.ConnectionString))
        {
            return;
        }

        try
        {
            await tables.CreateAsync(cancellationToken);
        }
        catch (Exception e) when (StorageOutage.Is(e))
        {
            logger.TablesNotCreated(e); // health and every request say so too
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
