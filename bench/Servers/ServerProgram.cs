using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Azure.Core;
using Microsoft.Extensions.Logging;

namespace Eds.Bench;

/// <summary>The server process: LocalHost's functions on a free port. It answers each line of its input, and ends with that.</summary>
internal static class ServerProgram
{
    public const string Argument = "--serve";

    public static async Task<int> RunAsync()
    {
        var options = JsonSerializer.Deserialize<ServerOptions>((await Console.In.ReadLineAsync())!)!;
        var (clock, calls) = (new SteppedClock { Ahead = options.ClockAhead }, new StorageCallPolicy(options));
        using var errors = new FirstErrors();
        await using var host = await EdsHost.StartAsync(
            new EdsHostOptions
            {
                Timers = false,
                KeysFile = options.KeysFile,
                Settings = new Dictionary<string, string?>
                {
                    ["Tables:ConnectionString"] = options.ConnectionString,
                    ["Tokens:Issuer"] = "http://127.0.0.1", // the same for all servers on one storage
                    ["Network:FrontDoorId"] = options.FrontDoorId,
                },
                Logging = log => log.SetMinimumLevel(LogLevel.Error).AddProvider(errors),
                Services = services => services.AddSingleton<TimeProvider>(clock).AddSingleton(provider =>
                    EdsTables.Connect(
                        provider.GetRequiredService<EdsOptions>(), tables => tables.AddPolicy(calls, HttpPipelinePosition.PerRetry))),
            },
            CancellationToken.None);
        calls.HostStarted();
        Console.WriteLine(host.BaseAddress);
        while (await Console.In.ReadLineAsync() is { } command)
        {
            Console.WriteLine(command.Split(' ') switch
            {
                ["state"] => JsonSerializer.Serialize(State(collect: false)),
                ["collect"] => JsonSerializer.Serialize(State(collect: true)),
                ["clock", var ahead] => $"{clock.Ahead = TimeSpan.Parse(ahead, null)}",
                ["purge"] => JsonSerializer.Serialize(await host.Services.GetRequiredService<Purge>().RunAsync(CancellationToken.None)),
                _ => throw new InvalidOperationException($"No such command: {command}."),
            });
        }

        return 0;

        ServerState State(bool collect)
        {
            using var self = Process.GetCurrentProcess();
            return new ServerState(
                self.TotalProcessorTime.TotalSeconds,
                self.WorkingSet64,
                GC.GetTotalAllocatedBytes(precise: true),
                collect ? GC.GetTotalMemory(forceFullCollection: true) : 0,
                Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0,
                [.. errors.Entries],
                calls.Count,
                host.Services.GetRequiredService<SecretHasher>().Runs);
        }
    }

    private sealed class FirstErrors : ILoggerProvider, ILogger
    {
        private const int MaxKept = 5;

        public ConcurrentQueue<string> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error && Entries.Count < MaxKept;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Entries.Enqueue($"{eventId} {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
