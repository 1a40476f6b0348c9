namespace Eds.Core;

public sealed class Health(EdsTables tables, Keys keys, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3); // the SDK's retries take up to forty

    public async Task<(bool Storage, bool Keys)> CheckAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
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
