namespace Eds.Bench;

/// <summary>What a server process is started with: one line of JSON on its standard input.</summary>
/// <param name="ConnectionString">Of Azurite, or of a proxy before it.</param>
/// <param name="KeysFile">Shared by all servers on one storage.</param>
internal sealed record ServerOptions(string ConnectionString, string KeysFile)
{
    public TimeSpan ClockAhead { get; init; }

    /// <summary>The process kills itself (SIGKILL) at this write to storage, 0 being the first; null: never.</summary>
    public int? KillAtWrite { get; init; }

    /// <summary>True: storage has applied that write; false: storage never received it.</summary>
    public bool KillAfterWrite { get; init; }

    /// <summary>Null: there is no Front Door before the servers.</summary>
    public string? FrontDoorId { get; init; }
}

/// <param name="CpuSeconds">Of all threads since the start.</param>
/// <param name="Allocated">Bytes since the start; WorkingSet and Heap are in bytes, too.</param>
/// <param name="Heap">Live bytes after a full collection; 0 without one.</param>
/// <param name="Handles">Open file descriptors; 0 without /proc.</param>
/// <param name="Errors">The first log entries of level Error or above.</param>
/// <param name="StorageCalls">Reads, writes and transactions sent to storage.</param>
internal sealed record ServerState(
    double CpuSeconds, long WorkingSet, long Allocated, long Heap, int Handles, IReadOnlyList<string> Errors, int StorageCalls, int Hashes);
