namespace Eds.Ops;

/// <summary>What docs/scale.md reckons with: every number that is not simulated.</summary>
internal static class ScaleInputs
{
    public static readonly int[] Drivers = [6_000, 100_000, 1_000_000, 10_000_000];

    // How drivers work.
    public const double WorkingShare = 0.6; // of all drivers, on a day
    public const int WorkingDays = 365;
    public const int ShiftHours = 9;
    public const double AloneShare = 0.5; // of all drivers: their own taxpayer, a secret of their own
    public const double LargestShare = 0.1; // of all drivers: one taxpayer
    public const int FleetDrivers = 40; // of the other taxpayers
    public const double ChosenShare = 0.5; // of all secrets; the others are generated

    // What the code does; ScaleTest measures each.
    public const int TokenReads = 2; // client and secret
    public const int TokenWrites = 1;
    public const int FirstOfDayReads = 4; // more, for the first token of a driver from a network that is not known
    public const int FirstOfDayWrites = 4;
    public const int RegistrationTransactions = 4; // 2 reads, the transaction, and a note once a day
    public const int BytesPerClient = 2_530; // registered alone, with its secret, event and idempotency row

    // What an instance does.
    public const int InstanceMemoryGb = 2;
    public const double TokenCpuMs = 2.5; // host and worker together
    public const double HashCpuMs = 50; // one Argon2id
    public const double UsableCpu = 0.7;
    public static readonly TimeSpan VerifiedFor = TimeSpan.FromMinutes(5); // VerifiedSecrets
    public const int VaultReadsPerRefresh = 3; // one listing for each key
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(5);

    // What is logged.
    public const int LoggedBytesPerWrite = 1_000; // StorageWrite
    public const int TraceBytesPerToken = 2 * 5 * 1_000; // two processes, 5 spans of 1 KB each
    public const int TracesPerSecond = 5; // kept, of an instance
    public const int MetricBytesPerMinute = 40 * 400; // and instance: 40 series

    // Prices in USD; docs/scale.md names sources and dates.
    public const double PerTransaction = 0.00036 / 10_000;
    public const double PerGbMonth = 0.0900; // GZRS
    public const double PerExecution = 0.40 / 1_000_000;
    public const double PerGbSecond = 0.000026;
    public const double ReadyPerGbSecond = 0.000004; // while it waits
    public const double ReadyActivePerGbSecond = 0.000016;
    public const double PerLoggedGb = 2.76;
    public const double PerVaultRead = 0.03 / 10_000;
    public const double PortalPerMonth = 9;
}
