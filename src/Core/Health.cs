namespace Eds.Core;

/// <summary>Whether what everything stands on can be reached now.</summary>
public sealed class Health(EdsTables tables, Keys keys)
{
    public async Task<(bool Storage, bool Keys)> CheckAsync(CancellationToken cancellation)
    {
        var storage = IsUpAsync(() => tables.ProbeAsync(cancellation), StorageOutage.Is);
        var keyring = IsUpAsync(() => keys.ProbeAsync(cancellation), e => e is KeysUnavailableException);
        await Task.WhenAll(storage, keyring);
        return (await storage, await keyring);
    }

    private static async Task<bool> IsUpAsync(Func<Task> probe, Func<Exception, bool> isOutage)
    {
        try
        {
            await probe();
            return true;
        }
        catch (Exception e) when (isOutage(e))
        {
            return false;
        }
    }
}
