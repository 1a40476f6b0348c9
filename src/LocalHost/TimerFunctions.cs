using System.Reflection;
using System.Threading.Channels;
using Cronos;
using Microsoft.Azure.Functions.Worker;

namespace Eds.LocalHost;

/// <summary>Runs timer functions when due (in UTC, as the Functions host) and on POST /admin/functions/{name}, one after the other.</summary>
/// <param name="classes">To be searched for functions.</param>
/// <param name="scheduled">False: only on POST.</param>
internal sealed partial class TimerFunctions(
    IEnumerable<Type> classes,
    bool scheduled,
    IConfiguration configuration,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<TimerFunctions> logger) : BackgroundService
{
    /// <summary>No wait is longer, so that a changed system clock is noticed.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly List<(string Name, MethodInfo Run, TimerTriggerAttribute Trigger)> _functions =
        [.. FunctionEndpoints.Find<TimerTriggerAttribute>(classes)];

    private readonly Channel<MethodInfo> _queue = Channel.CreateUnbounded<MethodInfo>();

    /// <summary>JSON is demanded because a page of another site cannot send it unasked; what it says is not used.</summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("admin/functions/{name}", (HttpRequest request, string name) =>
    {
        if (!request.HasJsonContentType())
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        var run = _functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Run;
        return run is not null && _queue.Writer.TryWrite(run) ? Results.Accepted() : Results.NotFound();
    });

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedules = scheduled
            ? _functions.Select(function => QueueWhenDueAsync(function.Run, ScheduleOf(function.Trigger), stoppingToken))
            : [];
        return Task.WhenAll([RunQueuedAsync(stoppingToken), .. schedules]);
    }

    private async Task QueueWhenDueAsync(MethodInfo run, CronExpression schedule, CancellationToken stopping)
    {
        while (schedule.GetNextOccurrence(clock.GetUtcNow(), TimeZoneInfo.Utc) is { } due)
        {
            while (due - clock.GetUtcNow() is { Ticks: > 0 } left)
            {
                await Task.Delay(left < LongestWait ? left : LongestWait, clock, stopping);
            }

            _queue.Writer.TryWrite(run);
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

    /// <summary>The attribute names a setting, %Purge:Schedule%, which has been checked.</summary>
    private CronExpression ScheduleOf(TimerTriggerAttribute trigger) =>
        CronExpression.Parse(configuration[trigger.Schedule.Trim('%')]!, CronFormat.IncludeSeconds);

    [LoggerMessage(9001, LogLevel.Error, "Timer function {Function} failed")]
    private static partial void LogFailure(ILogger log, string function, Exception cause);
}
