using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Eds.Tests.LocalHost;

/// <summary>Functions to try the host with. The log tells what ran.</summary>
internal sealed class ProbeLog
{
    public Channel<string> Runs { get; } = Channel.CreateUnbounded<string>();
    public bool Fails { get; set; }

    /// <summary>What a timer run waits for before it ends.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;
}

internal sealed class ProbeGet
{
    [Function(nameof(ProbeGet))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/probes/{probeId}")] HttpRequest request,
        string probeId,
        CancellationToken cancellation) =>
        Task.FromResult<IResult>(TypedResults.Text($"{request.Method} {probeId} {cancellation.CanBeCanceled}"));
}

internal sealed class ProbeTimer(ProbeLog log, TimeProvider clock)
{
    [Function(nameof(ProbeTimer))]
    public async Task RunAsync([TimerTrigger("%Probe:Schedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        await log.Runs.Writer.WriteAsync($"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} {timer.IsPastDue}", cancellation);
        await log.Gate.WaitAsync(cancellation);
        if (log.Fails)
        {
            throw new InvalidTimeZoneException("A failing run");
        }
    }
}
