using System.Diagnostics;
using System.Text.Json;
using Azure.Core;
using Eds.Core;
using Eds.LocalHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eds.Bench;

/// <summary>
/// The server process: LocalHost's functions on a port of their own. It answers each line on its standard input with one line, and ends
/// when that is closed, so it never outlives the program that started it.
/// </summary>
internal static class Serving
{
    public const string Argument = "--serve";

    public static async Task<int> RunAsync()
    {
        var options = JsonSerializer.Deserialize<ServerOptions>((await Console.In.ReadLineAsync())!)!;
        var (clock, errors, calls) = (new SteppedClock { Ahead = options.ClockAhead }, new ErrorCount(options.ShowsErrors), new CountedCalls(options));
        await using var host = await EdsHost.StartAsync(
            new EdsHostOptions
            {
                Timers = false,
                KeysFile = options.KeysFile,
                Settings = new Dictionary<string, string?>
                {
                    ["Tables:ConnectionString"] = options.ConnectionString,
                    ["Tokens:Issuer"] = "http://127.0.0.1", // one for all servers of a store
                },
                Logging = log => log.SetMinimumLevel(LogLevel.Error).AddProvider(errors),
                Services = services => services.AddSingleton<TimeProvider>(clock).AddSingleton(provider =>
                    EdsTables.Connect(provider.GetRequiredService<EdsOptions>(), tables => tables.AddPolicy(calls, HttpPipelinePosition.PerRetry))),
            },
            CancellationToken.None);
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
                errors.Count,
                calls.Count,
                host.Services.GetRequiredService<SecretHasher>().Runs);
        }
    }

    /// <summary>Counts errors in the log.</summary>
    private sealed class ErrorCount(bool shows) : ILoggerProvider, ILogger
    {
        private const int Shown = 5;
        private int _count;

        public int Count => _count;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && Interlocked.Increment(ref _count) <= Shown && shows)
            {
                Console.Error.WriteLine($"{eventId} {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
