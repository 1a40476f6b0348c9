using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Eds.Tests;

/// <summary>Tells when a host notices that a caller has gone, and when it is through with that request all the same.</summary>
internal sealed class HangUps : IStartupFilter
{
    private readonly SemaphoreSlim _noticed = new(0);
    private readonly SemaphoreSlim _ended = new(0);

    public Task NoticedAsync() => _noticed.WaitAsync(Cancellation);
    public Task EndedAsync() => _ended.WaitAsync(Cancellation);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            using var noticing = context.RequestAborted.Register(() => _noticed.Release());
            try
            {
                await following(context);
            }
            finally
            {
                if (context.RequestAborted.IsCancellationRequested)
                {
                    _ended.Release();
                }
            }
        });
        next(app);
    };
}
