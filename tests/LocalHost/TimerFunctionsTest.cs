using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;

namespace Eds.Tests.LocalHost;

/// <summary>How timer functions are run. The schedule of the probe is every night at half past two.</summary>
[Trait("Host", "Own")]
public sealed class TimerFunctionsTest : IAsyncDisposable
{
    private readonly Channel<DateTimeOffset> _runs = Channel.CreateUnbounded<DateTimeOffset>();
    private readonly WatchedClock _clock = new();
    private readonly HttpClient _client = new();
    private Task _run = Task.CompletedTask;
    private EdsHost _host = null!;

    [Fact]
    public async Task A_timer_fires_when_due_and_then_again_though_the_run_failed()
    {
        _run = Task.FromException(new InvalidTimeZoneException("A failing run"));
        await StartAsync(timers: true);

        await _clock.AdvanceToAsync(At("2026-03-01 02:29:59"));
        Assert.False(_runs.Reader.TryPeek(out _));
        foreach (var due in new[] { At("2026-03-01 02:30:00"), At("2026-03-02 02:30:00") })
        {
            await _clock.AdvanceToAsync(due);
            Assert.Equal(due, await NextAsync(_runs));
        }
    }

    [Fact]
    public async Task A_run_can_be_asked_for_by_its_name_even_where_the_schedule_is_off()
    {
        await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("Nobody"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(nameof(Functions.GetHealth)));
        foreach (var name in new[] { "ProbeTimer", "probetimer" })
        {
            Assert.Equal(HttpStatusCode.Accepted, await AskAsync(name));
            await NextAsync(_runs);
        }
    }

    [Fact]
    public async Task Runs_never_overlap()
    {
        var first = new TaskCompletionSource();
        _run = first.Task;
        await StartAsync();
        await AskAsync("ProbeTimer");
        await NextAsync(_runs);

        await AskAsync("ProbeTimer");
        Assert.False(_runs.Reader.TryPeek(out _));
        first.SetResult();
        await NextAsync(_runs);
    }

    [Fact]
    public async Task What_a_page_of_another_site_could_send_is_415_and_starts_nothing()
    {
        await StartAsync();
        foreach (var type in new[] { null, "text/plain", "application/x-www-form-urlencoded" })
        {
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, await AskAsync("ProbeTimer", type));
        }

        await _host.DisposeAsync();
        Assert.False(_runs.Reader.TryPeek(out _));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    private async Task StartAsync(bool timers = false) => _host = await EdsHost.StartAsync(
        new EdsHostOptions
        {
            Functions = [typeof(Functions.GetHealth), typeof(ProbeTimer)],
            Settings = new()
            {
                ["Tables:ConnectionString"] = TestRun.Current.ConnectionString,
                ["Probe:Schedule"] = "0 30 2 * * *",
            },
            Services = services => services.AddSingleton(this).AddSingleton<TimeProvider>(_clock),
            Timers = timers,
        },
        Cancellation);

    private async Task<HttpStatusCode> AskAsync(string name, string? type = "application/json")
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        return (await _client.PostAsync(new Uri(_host.BaseAddress, $"admin/functions/{name}"), content, Cancellation)).StatusCode;
    }

    /// <summary>Fails where nothing comes for a minute, as from a loop that has ended.</summary>
    private static Task<DateTimeOffset> NextAsync(Channel<DateTimeOffset> channel) =>
        channel.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse($"{utc}Z", CultureInfo.InvariantCulture);

    internal sealed class ProbeTimer(TimerFunctionsTest test)
    {
        [Function(nameof(ProbeTimer))]
        public async Task RunAsync([TimerTrigger("%Probe:Schedule%")] TimerInfo timer, CancellationToken cancellation)
        {
            await test._runs.Writer.WriteAsync(test._clock.GetUtcNow(), cancellation);
            await test._run.WaitAsync(cancellation);
        }
    }

    /// <summary>Moves once the host waits on it, and wait by wait: no step is lost between a look at the clock and the wait.</summary>
    private sealed class WatchedClock() : FakeTimeProvider(At("2026-03-01 00:00:00"))
    {
        private readonly Channel<DateTimeOffset> _waits = Channel.CreateUnbounded<DateTimeOffset>();
        private DateTimeOffset? _nextWait;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(GetUtcNow() + dueTime);
            return timer;
        }

        public async Task AdvanceToAsync(DateTimeOffset time)
        {
            while (GetUtcNow() < time)
            {
                var wait = _nextWait ?? await NextAsync(_waits);
                _nextWait = wait <= time ? null : wait;
                SetUtcNow(wait <= time ? wait : time);
            }
        }
    }
}
