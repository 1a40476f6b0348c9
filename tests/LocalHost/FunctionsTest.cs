using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading.Channels;

namespace Eds.Tests.LocalHost;

/// <summary>How functions are called. The schedule of the probe's timer is every night at half past two.</summary>
[Trait("Host", "Own")]
public sealed class FunctionsTest
{
    [Fact]
    public async Task A_timer_fires_when_due_and_then_again_though_the_run_failed()
    {
        var clock = new WatchedClock();
        await using var host = await ProbeHost.StartAsync(clock, timers: true);
        host.Log.Fails = true;

        await clock.AdvanceToAsync(At("2026-03-01 02:29:59"));
        Assert.False(host.Log.Runs.Reader.TryPeek(out _));
        await clock.AdvanceToAsync(At("2026-03-01 02:30:00"));
        Assert.Equal("2026-03-01 02:30:00 False", await host.Log.Runs.Reader.ReadAsync(Cancellation));
        await clock.AdvanceToAsync(At("2026-03-02 02:30:00"));
        Assert.Equal("2026-03-02 02:30:00 False", await host.Log.Runs.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_run_can_be_asked_for_by_its_name_even_where_the_schedule_is_off()
    {
        await using var host = await ProbeHost.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(host, "Nobody")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(host, "ProbeGet")).StatusCode);
        foreach (var name in new[] { "ProbeTimer", "probetimer" })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(host, name)).StatusCode);
            await host.Log.Runs.Reader.ReadAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Runs_never_overlap()
    {
        await using var host = await ProbeHost.StartAsync();
        var gate = new TaskCompletionSource();
        host.Log.Gate = gate.Task;
        await AskAsync(host, "ProbeTimer");
        await host.Log.Runs.Reader.ReadAsync(Cancellation);

        await AskAsync(host, "ProbeTimer");
        Assert.False(host.Log.Runs.Reader.TryPeek(out _));
        gate.SetResult();
        await host.Log.Runs.Reader.ReadAsync(Cancellation);
    }

    [Fact]
    public async Task What_a_page_of_another_site_could_send_is_415_and_starts_nothing()
    {
        await using var host = await ProbeHost.StartAsync();
        foreach (var contentType in new[] { null, "text/plain", "application/x-www-form-urlencoded" })
        {
            var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
            var answer = await host.Client.PostAsync(new Uri("/admin/functions/ProbeTimer", UriKind.Relative), content, Cancellation);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        }

        await host.DisposeAsync();
        Assert.False(host.Log.Runs.Reader.TryPeek(out _));
    }

    [Fact]
    public async Task A_function_gets_request_route_value_and_cancellation()
    {
        await using var host = await ProbeHost.StartAsync();

        Assert.Equal("GET a b True", await host.Client.GetStringAsync("/API/probes/a%20b", Cancellation));
    }

    private static Task<HttpResponseMessage> AskAsync(ProbeHost host, string name) =>
        host.Client.PostAsJsonAsync($"/admin/functions/{name}", new { input = "" }, Cancellation);

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse($"{utc}Z", System.Globalization.CultureInfo.InvariantCulture);

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
                var wait = _nextWait ?? await _waits.Reader.ReadAsync(Cancellation);
                _nextWait = wait <= time ? null : wait;
                SetUtcNow(wait <= time ? wait : time);
            }
        }
    }
}
