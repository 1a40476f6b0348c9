namespace Eds.Tests.LocalHost;

/// <summary>An <see cref="EdsHost"/> with the probe functions, a clock to set, and a client.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private readonly EdsHost _host;

    private ProbeHost(EdsHost host, ProbeLog log, FakeTimeProvider clock)
    {
        _host = host;
        Log = log;
        Clock = clock;
        Client = new HttpClient { BaseAddress = host.BaseAddress };
    }

    public ProbeLog Log { get; }
    public FakeTimeProvider Clock { get; }
    public HttpClient Client { get; }

    public static async Task<ProbeHost> StartAsync(FakeTimeProvider? clock = null, bool timers = false)
    {
        var log = new ProbeLog();
        clock ??= new FakeTimeProvider();
        var options = new EdsHostOptions
        {
            Functions = [typeof(ProbeGet), typeof(ProbeTimer)],
            Settings = new()
            {
                ["Tables:ConnectionString"] = TestRun.Current.ConnectionString,
                ["Probe:Schedule"] = "0 30 2 * * *",
            },
            Services = services => services.AddSingleton(log).AddSingleton<TimeProvider>(clock),
            Timers = timers,
        };
        return new ProbeHost(await EdsHost.StartAsync(options, Cancellation), log, clock);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
