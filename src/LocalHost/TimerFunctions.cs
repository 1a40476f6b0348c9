using System.Reflection;
using System.Text.Json;
using System.Threading.Channels;
using Cronos;
using Microsoft.Azure.Functions.Worker;
using Function = (string Name, System.Reflection.MethodInfo Run, Microsoft.Azure.Functions.Worker.TimerTriggerAttribute Trigger);

namespace Eds.LocalHost;

/// <summary>Runs timer functions, one after the other, when due (in UTC) and on POST /admin/functions/{name}.</summary>
internal sealed partial class TimerFunctions(
    EdsHostOptions options, IConfiguration settings, IServiceProvider services, TimeProvider clock, ILogger<TimerFunctions> logger)
    : BackgroundService
{
    private readonly List<Function> _functions = [.. FunctionEndpoints.Find<TimerTriggerAttribute>(options.Functions)];
    private readonly Channel<MethodInfo> _queue = Channel.CreateUnbounded<MethodInfo>();

    /// <summary>What is not JSON gets 415: a page of another site cannot send JSON unasked. What it says is not used.</summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("admin/functions/{name}", (string name, JsonElement input) =>
        _functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Run: { } run }
            && _queue.Writer.TryWrite(run) ? Results.Accepted() : Results.NotFound());

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduled = options.Timers ? _functions : [];
        return Task.WhenAll([RunQueuedAsync(stoppingToken), .. scheduled.Select(function => QueueWhenDueAsync(function, stoppingToken))]);
    }

    private async Task QueueWhenDueAsync(Function function, CancellationToken stopping)
    {
        // It names a setting, Purge:Schedule, which has been checked.
        var schedule = CronExpression.Parse(settings[function.Trigger.Schedule.Trim('%')]!, CronFormat.IncludeSeconds);
        while (schedule.GetNextOccurrence(clock.GetUtcNow(), TimeZoneInfo.Utc) is { } due)
        {
            while (due - clock.GetUtcNow() is { Ticks: > 0 } left)
            {
                // An hour at most, so that a changed system clock is noticed.
                await Task.Delay(TimeSpan.FromTicks(Math.Min(left.Ticks, TimeSpan.TicksPerHour)), clock, stopping);
            }

            _queue.Writer.TryWrite(function.Run);
        }
    }

    private async Task RunQueuedAsync(CancellationToken stopping)
    {
        await foreach (var run in _queue.Reader.ReadAllAsync(stopping))
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                var instance = ActivatorUtilities.CreateInstance(scope.ServiceProvider, run.DeclaringType!);
                await (Task)run.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, [new TimerInfo(), stopping], null)!;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogFailure(logger, run.DeclaringType!.Name, e);
            }
        }
    }

    [LoggerMessage(9001, LogLevel.Error, "Timer function {Function} failed")]
    private static partial void LogFailure(ILogger log, string function, Exception cause);
}
