using Cronos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eds.LocalHost;

/// <summary>Fires timer functions by their schedules, and on POST /admin/functions/{name}, as the Functions host does.</summary>
internal sealed class Timers : BackgroundService
{
    private readonly TimerLoop[] _loops;

    /// <summary>Not scheduled means only on request.</summary>
    public Timers(
        IEnumerable<TimerFunction> functions,
        bool scheduled,
        IConfiguration configuration,
        IServiceProvider services,
        TimeProvider clock,
        ILogger<Timers> log) =>
        _loops =
        [
            .. functions.Select(function =>
                new TimerLoop(function, scheduled ? Schedule(function, configuration) : null, services, clock, log)),
        ];

    /// <summary>
    /// 202 and a run begins as soon as none is under way; 404 for another name. JSON is demanded because a page of another site
    /// cannot send it unasked (it is no CORS-safelisted content type); what it says is not used.
    /// </summary>
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("admin/functions/{name}", (HttpRequest request, string name) =>
        {
            if (!request.HasJsonContentType())
            {
                return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            }

            if (_loops.FirstOrDefault(loop => loop.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } asked)
            {
                return Results.NotFound();
            }

            asked.Ask();
            return Results.Accepted();
        });

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_loops.Select(loop => loop.RunAsync(stoppingToken)));

    private static CronExpression Schedule(TimerFunction function, IConfiguration configuration)
    {
        var written = function.Schedule;
        var setting = written.StartsWith('%') ? written.Trim('%') : null;
        var schedule = setting is null ? written : configuration[setting];
        try
        {
            return CronExpression.Parse(schedule ?? "", CronFormat.IncludeSeconds);
        }
        catch (CronFormatException e)
        {
            throw new CannotStartException(
                $"The schedule of {function.Name} ({setting ?? "in its attribute"}) is not six NCRONTAB fields "
                + $"such as \"0 30 2 * * *\": \"{schedule}\".",
                e);
        }
    }
}
