using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Eds.Bench;

/// <summary>Stands between servers and Azurite, and injects a random <see cref="Fault"/> into a percentage of calls.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private enum Fault
    {
        DelayRequest,
        CutBeforeRequest,
        CutBeforeAnswer,
        CutWithinAnswer,
        RequestTwice,
        RequestAgainLater,
        AnswerTwice,

        /// <summary>Three later answers of other connections go first.</summary>
        DelayAnswer,
    }

    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _storage = new(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null });
    private readonly ConcurrentBag<Task> _later = [];
    private readonly WebApplication _app;
    private readonly int _target;
    private readonly FaultCounters _counters;
    private int _answers;

    private FaultyProxy(int target, FaultCounters counters)
    {
        (_target, _counters) = (target, counters);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(RelayAsync);
    }

    /// <summary>0: none.</summary>
    public int FaultPercent { get; set; }

    public static async Task<FaultyProxy> StartAsync(int target, FaultCounters counters)
    {
        var proxy = new FaultyProxy(target, counters);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>A server with these options speaks to storage through it.</summary>
    public ServerOptions Between(ServerOptions options) => options with
    {
        ConnectionString = options.ConnectionString.Replace(
            $":{_target}/", $":{new Uri(_app.Urls.Single()).Port}/", StringComparison.Ordinal),
    };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Task.WhenAll(_later);
        _storage.Dispose();
    }

    private async Task RelayAsync(HttpContext context)
    {
        Fault? fault = RandomChoice.Occurs(FaultPercent) ? RandomChoice.Of(Enum.GetValues<Fault>()) : null;
        if (fault is not null)
        {
            _counters.CountFault();
        }

        try
        {
            if (!await RelayAsync(context, fault))
            {
                context.Abort();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort(); // a side hung up
        }
    }

    /// <returns>False: hang up.</returns>
    private async Task<bool> RelayAsync(HttpContext context, Fault? fault)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var body = content.ToArray();
        switch (fault)
        {
            case Fault.CutBeforeRequest:
                return false;
            case Fault.DelayRequest:
                await Task.Delay(RandomChoice.Milliseconds(1, 800), context.RequestAborted);
                break;
            case Fault.RequestTwice:
                (await _storage.SendAsync(Copy(context.Request, body))).Dispose();
                break;
            case Fault.RequestAgainLater:
                _later.Add(SendLaterAsync(Copy(context.Request, body)));
                break;
        }

        using var answer = await _storage.SendAsync(Copy(context.Request, body));
        Interlocked.Increment(ref _answers);
        if (fault is Fault.DelayAnswer)
        {
            await WaitForLaterAnswersAsync();
        }

        return fault is not Fault.CutBeforeAnswer && await AnswerAsync(context, answer, fault);
    }

    private static async Task<bool> AnswerAsync(HttpContext context, HttpResponseMessage answer, Fault? fault)
    {
        var body = await answer.Content.ReadAsByteArrayAsync();
        var response = context.Response;
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !IsOfConnection(header.Key)))
        {
            response.Headers[name] = values.ToArray();
        }

        if (fault is Fault.AnswerTwice)
        {
            // Kestrel sends the second.
            var head = $"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n"
                + string.Concat(response.Headers.Select(header => $"{header.Key}: {header.Value}\r\n")) + "\r\n";
            await context.Features.Get<IConnectionTransportFeature>()!.Transport.Output
                .WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body]);
        }

        await response.Body.WriteAsync(fault is Fault.CutWithinAnswer ? body.AsMemory(0, body.Length / 2) : body);
        await response.Body.FlushAsync();
        return fault is not Fault.CutWithinAnswer;
    }

    private HttpRequestMessage Copy(HttpRequest request, byte[] body)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var copy = new HttpRequestMessage(HttpMethod.Parse(request.Method), new Uri($"http://127.0.0.1:{_target}{target}", AsItStands))
        {
            Content = body.Length > 0 ? new ByteArrayContent(body) : null,
        };
        foreach (var (name, value) in request.Headers.Where(header => !IsOfConnection(header.Key)))
        {
            _ = copy.Headers.TryAddWithoutValidation(name, $"{value}")
                || copy.Content?.Headers.TryAddWithoutValidation(name, $"{value}") == true;
        }

        return copy;
    }

    private static bool IsOfConnection(string header) => header.ToLowerInvariant() is "connection" or "keep-alive" or "transfer-encoding";

    private async Task SendLaterAsync(HttpRequestMessage request)
    {
        await Task.Delay(RandomChoice.Milliseconds(1, 2_000));
        try
        {
            using var answer = await _storage.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            // Storage is being restarted.
        }
    }

    /// <summary>Returns after three answers to others, or a second.</summary>
    private async Task WaitForLaterAnswersAsync()
    {
        var (started, until) = (TimeProvider.System.GetTimestamp(), _answers + 3);
        while (_answers < until && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
