using System.Reflection;
using System.Threading.Channels;
using Cronos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eds.LocalHost;

/// <summary>
/// Runs timer functions when due (in UTC, as the Functions host) and on POST /admin/functions/{name}. Two runs of one never overlap.
/// </summary>
/// <param name="scheduled">False: only on request.</param>
internal sealed partial class TimerFunctions(
    IEnumerable<TimerFunction> functions,
    bool scheduled,
    IConfiguration configuration,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<TimerFunctions> logger) : BackgroundService
{
    /// <summary>No wait is longer, so that a changed system clock is noticed.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Timer[] _timers =
        [.. functions.Select(function => new Timer(function, scheduled ? ScheduleOf(function, configuration) : null))];

    /// <summary>
    /// 202, and a run begins as soon as none is under way; 404 for another name. JSON is demanded because a page of another site
    /// cannot send it unasked; what it says is not used.
    /// </summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("admin/functions/{name}", (HttpRequest request, string name) =>
    {
        if (!request.HasJsonContentType())
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (_timers.FirstOrDefault(timer => timer.Function.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } timer)
        {
            return Results.NotFound();
        }

        timer.Requests.Writer.TryWrite(true);
        return Results.Accepted();
    });

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_timers.Select(timer => LoopAsync(timer, stoppingToken)));

    private async Task LoopAsync(Timer timer, CancellationToken stopping)
    {
        while (true)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await await Task.WhenAny(DueAsync(timer, waiting.Token), timer.Requests.Reader.ReadAsync(waiting.Token).AsTask());
            await waiting.CancelAsync();
            LogRun(logger, timer.Function.Name);
            try
            {
                await RunAsync(timer.Function.Run, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogFailure(logger, timer.Function.Name, e);
            }
        }
    }

    private async Task DueAsync(Timer timer, CancellationToken cancellation)
    {
        var due = timer.Schedule?.GetNextOccurrence(clock.GetUtcNow(), TimeZoneInfo.Utc) ?? DateTimeOffset.MaxValue;
        while (due - clock.GetUtcNow() is { Ticks: > 0 } left)
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, clock, cancellation);
        }
    }

    private async Task RunAsync(MethodInfo run, CancellationToken stopping)
    {
        await using var scope = services.CreateAsyncScope();
        var instance = ActivatorUtilities.CreateInstance(scope.ServiceProvider, run.DeclaringType!);
        object[] arguments = [.. run.GetParameters().Select(parameter => parameter.ParameterType == typeof(TimerInfo) ? new TimerInfo() : (object)stopping)];
        await (Task)run.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    private static CronExpression ScheduleOf(TimerFunction function, IConfiguration configuration)
    {
        var setting = function.Schedule.Trim('%');
        var schedule = function.Schedule.StartsWith('%') ? configuration[setting] : function.Schedule;
        return CronExpression.TryParse(schedule ?? "", CronFormat.IncludeSeconds, out var expression)
            ? expression
            : throw new CannotStartException(
                $"The schedule of {function.Name} ({setting}) is not six NCRONTAB fields such as \"0 30 2 * * *\": \"{schedule}\".");
    }

    [LoggerMessage(9001, LogLevel.Error, "Function {Function} failed")]
    private static partial void LogFailure(ILogger log, string function, Exception cause);

    [LoggerMessage(9002, LogLevel.Information, "Timer function {Function} runs")]
    private static partial void LogRun(ILogger log, string function);

    /// <summary>It holds one request: a second one made before the run of the first begins is served by the same run.</summary>
    private sealed record Timer(TimerFunction Function, CronExpression? Schedule)
    {
        public Channel<bool> Requests { get; } =
            Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    }
}
