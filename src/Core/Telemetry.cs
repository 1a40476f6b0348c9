using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Eds.Core;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry, to where two settings that are not ours say: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (with the
/// other OTEL_EXPORTER_OTLP_… ones) and <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>. With neither, nothing is collected.
/// </summary>
/// <remarks>
/// Traces may be sampled (OTEL_TRACES_SAMPLER; Azure Monitor's own default is five a second and process). Metrics and logs never are: what
/// goes out of the logs is warnings and errors of all and what Eds says of itself, whether or not their trace was kept.
/// </remarks>
public static class Telemetry
{
    /// <summary>Of the traces of requests.</summary>
    public const string SourceName = "Eds";

    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    public static bool IsWanted(IConfiguration configuration) => IsSet(configuration, Otlp) || IsSet(configuration, ApplicationInsights);

    public static OpenTelemetryBuilder AddEdsTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry();
        if (IsWanted(configuration))
        {
            services.AddLogging(logs => logs
                .AddFilter<OpenTelemetryLoggerProvider>(null, LogLevel.Warning)
                .AddFilter<OpenTelemetryLoggerProvider>("Eds", LogLevel.Information));
            telemetry
                .WithTracing(traces => traces.AddSource(SourceName, "System.Net.Http"))
                .WithMetrics(metrics => metrics.AddMeter(Metrics.MeterName, "System.Runtime"))
                .WithLogging(null, logs => logs.IncludeFormattedMessage = true);
        }

        if (IsSet(configuration, Otlp))
        {
            telemetry.UseOtlpExporter();
        }

        if (IsSet(configuration, ApplicationInsights))
        {
            telemetry.UseAzureMonitorExporter(azure =>
            {
                azure.Credential = new DefaultAzureCredential();
                azure.EnableTraceBasedLogsSampler = false; // or an error of a trace that was not kept would be dropped with it
                azure.EnableLiveMetrics = false;
            });
        }

        return telemetry;
    }

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrEmpty(configuration[name]);
}
