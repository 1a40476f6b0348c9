using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Eds.Tests;

/// <summary>Takes OTLP over HTTP on 127.0.0.1 and keeps it. Texts stand in protobuf as they are, so they can be looked for.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, string Text)> _received = [];
    private readonly WebApplication _app;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path.Value!, Encoding.UTF8.GetString(body.ToArray())));
        });
    }

    /// <summary>What points a host at it.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    public string Traces => Of("/v1/traces");
    public string Metrics => Of("/v1/metrics");
    public string Logs => Of("/v1/logs");

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Of(string signal) =>
        string.Concat(_received.Where(received => received.Signal == signal).Select(received => received.Text));
}
