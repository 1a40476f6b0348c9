using Microsoft.AspNetCore.Http;

namespace Eds.Tests;

/// <summary>Takes OTLP over HTTP and keeps it. Texts stand in protobuf as they are, so they can be looked for.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, string Text)> _received = [];
    private LoopbackServer _server = null!;

    /// <summary>What points a host at it.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _server.Address.OriginalString,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    public string Traces => Of("/v1/traces");
    public string Metrics => Of("/v1/metrics");
    public string Logs => Of("/v1/logs");

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        collector._server = await LoopbackServer.StartAsync(collector.TakeAsync);
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
        _received.Enqueue((http.Request.Path.Value!, body));
    }

    private string Of(string signal) =>
        string.Concat(_received.Where(received => received.Signal == signal).Select(received => received.Text));
}
