using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
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

        /// <summary>Three later answers of other connections go first.</summary>
        DelayAnswer,
    }

    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _storage = new(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null });
    private readonly ConcurrentDictionary<Task, bool> _later = new();
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
        await Task.WhenAll(_later.Keys);
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
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = RequestOf(context.Request, body.ToArray());
        if (fault is Fault.CutBeforeRequest)
        {
            return false;
        }

        if (fault is Fault.DelayRequest)
        {
            await Task.Delay(RandomChoice.Milliseconds(1, 800), context.RequestAborted);
        }

        using var first = fault is Fault.RequestTwice ? await _storage.SendAsync(request()) : null;
        using var answer = await _storage.SendAsync(request());
        if (fault is Fault.RequestAgainLater)
        {
            var later = SendLaterAsync(request);
            _later.TryAdd(later, true);
            _ = later.ContinueWith(done => _later.TryRemove(done, out _), TaskScheduler.Default);
        }

        if (fault is Fault.DelayAnswer)
        {
            await WaitForLaterAnswersAsync();
        }

        Interlocked.Increment(ref _answers);
        if (fault is Fault.CutBeforeAnswer)
        {
            return false;
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !IsOfConnection(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.Body.WriteAsync(fault is Fault.CutWithinAnswer ? bytes.AsMemory(0, bytes.Length / 2) : bytes);
        await context.Response.Body.FlushAsync();
        return fault is not Fault.CutWithinAnswer;
    }

    /// <summary>The same again and again, also when the caller's own is over.</summary>
    private Func<HttpRequestMessage> RequestOf(HttpRequest request, byte[] body)
    {
        var (method, target) = (HttpMethod.Parse(request.Method), request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget);
        var headers = request.Headers.Where(header => !IsOfConnection(header.Key))
            .ToDictionary(header => header.Key, header => $"{header.Value}");
        return () =>
        {
            var copy = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{_target}{target}", AsItStands));
            copy.Content = body.Length > 0 ? new ByteArrayContent(body) : null;
            foreach (var (name, value) in headers.Where(header => !copy.Headers.TryAddWithoutValidation(header.Key, header.Value)))
            {
                copy.Content?.Headers.TryAddWithoutValidation(name, value);
            }

            return copy;
        };
    }

    private static bool IsOfConnection(string header) => header.ToLowerInvariant() is "connection" or "keep-alive" or "transfer-encoding";

    private async Task SendLaterAsync(Func<HttpRequestMessage> request)
    {
        await Task.Delay(RandomChoice.Milliseconds(1, 2_000));
        try
        {
            using var answer = await _storage.SendAsync(request());
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
