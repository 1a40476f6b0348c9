using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Eds.Bench;

/// <summary>The parts of a token request that need neither network nor storage.</summary>
public class MicroBenchmarks
{
    private readonly AuthenticatedClient _client = new(ClientId.Draw(Crockford.Draw(10)), 1);
    private readonly ClientSecret _generated = ClientSecret.Generate();
    private readonly ClientSecret _chosen = ClientSecret.TryRead(SharedSecret.ChosenText())!;
    private BenchStorage _storage = null!;
    private SecretHasher _hasher = null!;
    private VerifiedSecrets _verified = null!;
    private AccessTokens _tokens = null!;
    private LookupKey _lookup = null!;
    private string _clientId = "";
    private string _generatedText = "";
    private string _generatedHash = "";
    private string _chosenHash = "";
    private string _token = "";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _storage = await BenchStorage.StartAsync();
        _hasher = _storage.Get<SecretHasher>();
        _verified = _storage.Get<VerifiedSecrets>();
        _tokens = _storage.Get<AccessTokens>();
        _lookup = await _storage.Get<Keys>().LookupAsync(CancellationToken.None);
        (_clientId, _generatedText) = (_client.ClientId.ToString(), _generated.Reveal());
        _generatedHash = await _hasher.HashAsync(_generated, null, CancellationToken.None);
        _chosenHash = await _hasher.HashAsync(_chosen, null, CancellationToken.None);
        _verified.Remember("s", 1, _chosenHash, _chosen);
        _token = (await _tokens.IssueAsync(_client, CancellationToken.None)).Value;
    }

    [GlobalCleanup]
    public ValueTask CleanUpAsync() => _storage.DisposeAsync();

    [Benchmark(Description = "read a client_id")]
    public bool ReadClientId() => ClientId.TryParse(_clientId, out _);

    [Benchmark(Description = "read a generated secret")]
    public bool ReadSecret() => ClientSecret.TryRead(_generatedText) is not null;

    [Benchmark(Description = "check a generated secret (HMAC)")]
    public async Task<bool> CheckGeneratedAsync() =>
        await _hasher.CheckAsync(_generated, _generatedHash, CancellationToken.None) is SecretCheck.Right;

    [Benchmark(Description = "check a chosen secret (Argon2id)")]
    public async Task<bool> CheckChosenAsync() =>
        await _hasher.CheckAsync(_chosen, _chosenHash, CancellationToken.None) is SecretCheck.Right;

    [Benchmark(Description = "remember a chosen secret")]
    public bool Know() => _verified.Knows("s", 1, _chosenHash, _chosen);

    [Benchmark(Description = "digest a network")]
    public string Digest() => _lookup.Digest("network", "203.0.113.0/24");

    [Benchmark(Description = "mint a token (ES256)")]
    public async Task<string> MintAsync() => (await _tokens.IssueAsync(_client, CancellationToken.None)).Value;

    [Benchmark(Description = "read a token (ES256)")]
    public async Task<bool> ReadTokenAsync() => await _tokens.ReadAsync(_token, CancellationToken.None) is not null;

    /// <summary>In this process, because a project that BenchmarkDotNet generates lacks this repository's build settings.</summary>
    internal static int Run()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10))
            .AddColumn(TargetMethodColumn.Method, StatisticColumn.Mean, StatisticColumn.StdDev)
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Metrics)
            .AddExporter(MarkdownExporter.Console)
            .AddLogger(ConsoleLogger.Unicode)
            .WithArtifactsPath(Path.Combine(Folders.Repository, "artifacts", "micro"))
            .WithOptions(ConfigOptions.DisableLogFile);
        return BenchmarkRunner.Run<MicroBenchmarks>(config).HasCriticalValidationErrors ? 1 : 0;
    }
}
