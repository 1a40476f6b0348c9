namespace Eds.Core;

/// <summary>Whether what everything stands on can be reached now.</summary>
public sealed class Health(EdsTables tables, Keys keys, TimeProvider time)
{
    /// <summary>Less than probes wait; a storage that hangs would otherwise be tried for forty seconds.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    public async Task<(bool Storage, bool Keys)> CheckAsync(CancellationToken cancellation)
    {
        using var bound = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellation);
        var storage = IsUpAsync(() => tables.ProbeAsync(either.Token), StorageOutage.Is);
        var keyring = IsUpAsync(() => keys.ProbeAsync(either.Token), e => e is KeysUnavailableException or OperationCanceledException);
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
