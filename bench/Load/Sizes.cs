namespace Eds.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Round">One measurement of one operation: short, as bare ones and ours take turns, so that both see the same machine.</param>
/// <param name="Repeats">Of an operation that takes long, by one caller.</param>
/// <param name="Stored">Clients in the large store.</param>
/// <param name="Taxpayers">Over which they are spread.</param>
/// <param name="Large">Clients of one taxpayer beside those.</param>
/// <param name="Due">Clients that the purge finds due.</param>
/// <param name="FreshClone">Whether a fresh clone is built and started.</param>
internal sealed record Sizes(TimeSpan Round, int Rounds, int Repeats, int Stored, int Taxpayers, int Large, int Due, bool FreshClone)
{
    public static Sizes Full { get; } = new(TimeSpan.FromSeconds(2), 16, 20, 100_000, 2_000, 10_000, 10_000, FreshClone: true);

    public static Sizes Short { get; } = new(TimeSpan.FromSeconds(0.5), 6, 5, 4_000, 80, 2_000, 400, FreshClone: false);
}
