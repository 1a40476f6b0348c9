using Azure.Core;

namespace Eds.Tests;

public sealed class OwnHost : IAsyncDisposable
{
    private readonly EdsHost _host;

    private OwnHost(EdsHost host, FakeTimeProvider clock, StorageFaults faults) => (_host, Clock, Faults) = (host, clock, faults);

    public FakeTimeProvider Clock { get; }
    public StorageFaults Faults { get; }
    public IServiceProvider Services => _host.Services;

    /// <summary>Of its tables, for another host.</summary>
    public string ConnectionString => Services.GetRequiredService<EdsOptions>().Tables.ConnectionString!;

    public EdsClient Client => TestApi.At(_host.BaseAddress);
    public EdsTables Tables => Services.GetRequiredService<EdsTables>();

    /// <param name="now">Where its clock stands and stays until it is advanced; null: 2026-11-23.</param>
    /// <param name="connectionString">Of other tables than new ones in the run's Azurite.</param>
    public static async Task<OwnHost> StartAsync(
        DateTimeOffset? now = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        string? connectionString = null,
        Action<IServiceCollection>? services = null)
    {
        var clock = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var faults = new StorageFaults();
        var host = await StartHostAsync(connectionString ?? TestRun.Current.NextConnectionString(), own =>
        {
            own.AddSingleton<TimeProvider>(clock);
            own.AddSingleton(provider => EdsTables.Connect(provider.GetRequiredService<EdsOptions>(), options =>
            {
                options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
                options.Transport = faults.Transport;
                options.AddPolicy(faults.Hidden, HttpPipelinePosition.PerRetry);
                options.AddPolicy(faults.Final, HttpPipelinePosition.PerCall);
            }));
            services?.Invoke(own);
        }, settings);
        if (connectionString is null)
        {
            await CreateTablesAsync(host);
        }

        return new OwnHost(host, clock, faults);
    }

    internal static Task<EdsHost> StartHostAsync(
        string connectionString,
        Action<IServiceCollection> services,
        IReadOnlyDictionary<string, string?>? settings = null,
        string? portalFolder = null) =>
        EdsHost.StartAsync(
            new EdsHostOptions
            {
                Port = 0,
                Timers = false,
                PortalFolder = portalFolder,
                Settings = new(settings ?? new Dictionary<string, string?>()) { ["Tables:ConnectionString"] = connectionString },
                Services = services,
                Logging = log => log.SetMinimumLevel(LogLevel.Debug).AddProvider(Leaks.LoggerProvider),
            },
            CancellationToken.None);

    internal static Task CreateTablesAsync(EdsHost host) =>
        host.Services.GetRequiredService<EdsTables>().CreateAsync(CancellationToken.None);

    public async Task AssertInvariantsAsync(string taxpayerId) => Assert.Empty(await StorageInvariants.ViolationsAsync(Tables, taxpayerId));
    public Task<IReadOnlyList<TableEntity>> RowsAsync(string taxpayerId) => StorageInvariants.RowsAsync(Tables, taxpayerId);
    public Task<IReadOnlyList<TableEntity>> PurgeEntriesAsync(string taxpayerId) => StorageInvariants.DueAsync(Tables, taxpayerId);

    /// <summary>Another instance with the same keys, storage and time, when all background writes of this one are done.</summary>
    public async Task<OwnHost> StartSecondAsync(TimeSpan ahead = default, IReadOnlyDictionary<string, string?>? settings = null)
    {
        await FlushAsync();
        var keys = Services.GetRequiredService<IKeyring>();
        return await StartAsync(Clock.GetUtcNow() + ahead, settings, ConnectionString, services => services.AddSingleton(keys));
    }

    /// <summary>The server dies after the first clients of a batch.</summary>
    public async Task DieAmidBatchAsync(Func<Task<Answer<RegisteredClientsBody>>> register)
    {
        Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn);
        (await register()).Expect(503);
        Assert.True(Faults.Fired);
        Faults.Disarm();
    }

    public Task<PurgeReport> PurgeAsync() => Services.GetRequiredService<Purge>().RunAsync(Cancellation);
    public Task FlushAsync() => FlushAsync(Services);

    internal static Task FlushAsync(IServiceProvider services)
    {
        var reached = new TaskCompletionSource();
        services.GetRequiredService<BackgroundWrites>().Enqueue(_ =>
        {
            reached.SetResult();
            return Task.CompletedTask;
        });
        return reached.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Faults.Dispose();
    }
}
