using System.Reflection;
using System.Threading.Channels;
using Cronos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eds.LocalHost;

/// <summary>
/// Runs one timer function, never two of its runs at once: when due, and when asked. The schedule is in UTC, as the Functions host reads
/// it; null means only when asked.
/// </summary>
internal sealed class TimerLoop(
    TimerFunction function, CronExpression? schedule, IServiceProvider services, TimeProvider clock, ILogger log)
{
    /// <summary>No single wait is longer, so that a changed system clock is noticed and a yearly schedule overflows no timer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // Holds one: a second request made before the run of the first begins is served by the same run.
    private readonly Channel<bool> _asked =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Name => function.Name;

    public void Ask() => _asked.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            await DueOrAskedAsync(stopping);
            HostEvents.TimerRuns(log, Name);
            await RunOnceAsync(stopping);
        }
    }

    private async Task DueOrAskedAsync(CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var due = DueAsync(waiting.Token);
        var asked = _asked.Reader.ReadAsync(waiting.Token).AsTask();
        await await Task.WhenAny(due, asked);
        await waiting.CancelAsync();
    }

    private async Task DueAsync(CancellationToken cancellation)
    {
        var due = schedule?.GetNextOccurrence(clock.GetUtcNow(), TimeZoneInfo.Utc) ?? DateTimeOffset.MaxValue;
        while (due - clock.GetUtcNow() is { Ticks: > 0 } left)
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, clock, cancellation);
        }
    }

    private async Task RunOnceAsync(CancellationToken stopping)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            var instance = ActivatorUtilities.CreateInstance(scope.ServiceProvider, function.Run.DeclaringType!);
            object[] arguments = [.. function.Run.GetParameters().Select(parameter => Argument(parameter, stopping))];
            await (Task)function.Run.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            HostEvents.FunctionFailed(log, Name, e);
        }
    }

    private static object Argument(ParameterInfo parameter, CancellationToken stopping) =>
        parameter.ParameterType == typeof(TimerInfo) ? new TimerInfo()
        : parameter.ParameterType == typeof(CancellationToken) ? stopping
        : throw new InvalidOperationException($"A timer function cannot have a {parameter.ParameterType}.");
}
