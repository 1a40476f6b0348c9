namespace Eds.Bench;

/// <param name="Round">One measurement of one operation. Bare operations and ours take turns, so that both see the same machine.</param>
/// <param name="Repeats">Of a slow operation, by one caller.</param>
/// <param name="Stored">Clients in the large storage.</param>
/// <param name="Taxpayers">Over which they are spread.</param>
/// <param name="Large">Clients of one taxpayer more.</param>
/// <param name="Due">Clients that the purge removes.</param>
/// <param name="FreshClone">Whether a fresh clone is built and started.</param>
internal sealed record WorkloadSize(TimeSpan Round, int Rounds, int Repeats, int Stored, int Taxpayers, int Large, int Due, bool FreshClone)
{
    public static WorkloadSize Full { get; } = new(TimeSpan.FromSeconds(2), 16, 20, 100_000, 2_000, 10_000, 10_000, FreshClone: true);

    public static WorkloadSize Short { get; } = new(TimeSpan.FromSeconds(0.5), 6, 5, 4_000, 80, 2_000, 400, FreshClone: false);
}
