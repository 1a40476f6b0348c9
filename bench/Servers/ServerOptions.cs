namespace Eds.Bench;

/// <summary>What a server process is started with: one line of JSON on its standard input.</summary>
/// <param name="ConnectionString">Of the Azurite, or of a proxy before it.</param>
/// <param name="KeysFile">Shared by all servers of one store.</param>
internal sealed record ServerOptions(string ConnectionString, string KeysFile)
{
    /// <summary>What its clock shows beyond the machine's.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>It kills itself (SIGKILL) at this write to storage, 0 being the first; null: never.</summary>
    public int? DiesAtWrite { get; init; }

    /// <summary>True: storage has applied that write; false: it never saw it.</summary>
    public bool DiesAfterWrite { get; init; }

    /// <summary>Where an error is no part of the game, it is shown.</summary>
    public bool ShowsErrors { get; init; }
}

/// <summary>What a server process says of itself.</summary>
/// <param name="CpuSeconds">Of all its threads, since it started.</param>
/// <param name="WorkingSet">Bytes.</param>
/// <param name="Allocated">Bytes, since it started.</param>
/// <param name="Heap">Bytes that are alive after a full collection; 0 if none was asked for.</param>
/// <param name="Handles">Open file descriptors; 0 where /proc does not tell.</param>
/// <param name="Errors">Lines logged as errors.</param>
/// <param name="StorageCalls">Reads, writes and transactions sent to storage.</param>
/// <param name="Hashes">Secrets hashed.</param>
internal sealed record ServerState(
    double CpuSeconds, long WorkingSet, long Allocated, long Heap, int Handles, int Errors, int StorageCalls, int Hashes);
