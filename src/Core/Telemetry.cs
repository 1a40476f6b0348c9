using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Eds.Core;

/// <summary>
/// OpenTelemetry traces, metrics and logs, to OTLP (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>), to Application Insights
/// (<c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>), or nowhere if neither is set. Only traces are sampled.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the source of the traces of requests.</summary>
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
                azure.EnableTraceBasedLogsSampler = false; // keeps the log of an error whose trace was not sampled
                azure.EnableLiveMetrics = false;
            });
        }

        return telemetry;
    }

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrEmpty(configuration[name]);
}
