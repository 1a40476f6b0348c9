using static Eds.Ops.ScaleInputs;

namespace Eds.Ops;

/// <summary>What so many drivers ask of Azure in a day and cost in a year, by the formulas of docs/scale.md.</summary>
internal sealed class Estimate
{
    private const double Gb = 1e9;

    public Estimate(int drivers)
    {
        Drivers = drivers;
        Day = new SimulatedDay(drivers);

        // More instances make secrets colder on each, which takes more processor, and so more instances: until nothing changes.
        do
        {
            Instances++;
        }
        while (Instances < InstancesFor(Day.Peak));

        FirstsOfDay = Day.Working * DistinctInstances((double)Day.Tokens / Day.Working);
        BilledGbSeconds = Day.PerSecond.Sum(tokens => tokens == 0 ? 0.0 : Math.Max(0, InstancesFor(tokens) - 1)) * InstanceMemoryGb;
        ReadyActiveGbSeconds = Day.PerSecond.Count(tokens => tokens > 0) * InstanceMemoryGb;
    }

    public int Drivers { get; }

    public SimulatedDay Day { get; }

    /// <summary>At the peak.</summary>
    public int Instances { get; private set; }

    /// <summary>Pairs of a driver and an instance that meet first in a day.</summary>
    public double FirstsOfDay { get; }

    public double BilledGbSeconds { get; }

    public double ReadyActiveGbSeconds { get; }

    public double Transactions => (Day.Tokens * (TokenReads + TokenWrites)) + (FirstsOfDay * (FirstOfDayReads + FirstOfDayWrites));

    public double Writes => (Day.Tokens * TokenWrites) + (FirstsOfDay * FirstOfDayWrites);

    /// <summary>In a day.</summary>
    private double TraceBytes =>
        Day.PerSecond.Sum(tokens => (double)Math.Min(tokens, InstancesFor(tokens) * TracesPerSecond) * TraceBytesPerToken);

    /// <summary>In a day.</summary>
    public double LoggedGb => (OfRowLogs + OfTelemetry) / PerLoggedGb / WorkingDays;

    public double TransactionsPerToken => Transactions / Day.Tokens;

    /// <summary>In the busiest second.</summary>
    public double PeakTransactions => Day.Peak * TransactionsPerToken;

    public double PeakRowsOfLargest => Day.PeakOfLargest * (TokenReads + TokenWrites);

    /// <summary>When an outage ends and every device at work asks within a minute.</summary>
    public double RushPerSecond => Day.AtWork / 60.0;

    public double RushRowsOfLargest => RushPerSecond * LargestShare * (TokenReads + TokenWrites);

    public int RushInstances => (int)Math.Ceiling(RushPerSecond * CpuMs(Instances) / (1000 * UsableCpu));

    /// <summary>In ten seconds, instances refreshing whenever they do.</summary>
    public double VaultReadsPerTenSeconds => Instances * VaultReadsPerRefresh * 10 / RefreshEvery.TotalSeconds;

    // A year, in USD.
    public double OfTransactions => Transactions * WorkingDays * PerTransaction;

    public double OfStorage => (double)Drivers * BytesPerClient / Gb * PerGbMonth * 12;

    public double OfCompute =>
        ((Day.Tokens * PerExecution) + (BilledGbSeconds * PerGbSecond) + (ReadyActiveGbSeconds * ReadyActivePerGbSecond)
        + (86_400.0 * InstanceMemoryGb * ReadyPerGbSecond)) * WorkingDays;

    public double OfRowLogs => Writes * LoggedBytesPerWrite / Gb * PerLoggedGb * WorkingDays;

    public double OfTelemetry => (TraceBytes + (1440.0 * MetricBytesPerMinute * Instances)) / Gb * PerLoggedGb * WorkingDays;

    public double OfTheRest => (12 * PortalPerMonth) + (VaultReadsPerTenSeconds / 10 * 86_400 * PerVaultRead * WorkingDays);

    public double OfAll => OfTransactions + OfStorage + OfCompute + OfRowLogs + OfTelemetry + OfTheRest;

    /// <summary>
    /// A token alone: its transactions, its execution, its processor time on an instance that is busy anyway, its logged writes.
    /// </summary>
    public double PerToken =>
        (TransactionsPerToken * PerTransaction) + PerExecution + (CpuMs(Instances) / (1000 * UsableCpu) * InstanceMemoryGb * PerGbSecond)
        + (Writes / Day.Tokens * LoggedBytesPerWrite / Gb * PerLoggedGb);

    public static double PerRegistration => (RegistrationTransactions * PerTransaction) + PerExecution
        + ((TokenCpuMs + HashCpuMs) / (1000 * UsableCpu) * InstanceMemoryGb * PerGbSecond) + (2.0 * LoggedBytesPerWrite / Gb * PerLoggedGb);

    public static double PerClientYear => BytesPerClient / Gb * PerGbMonth * 12;

    private int InstancesFor(int tokensPerSecond) =>
        Math.Max(1, (int)Math.Ceiling(tokensPerSecond * CpuMs(Math.Max(1, Instances)) / (1000 * UsableCpu)));

    /// <summary>
    /// Of one token, on average: with so many instances, the share of chosen secrets that are not remembered costs an Argon2id.
    /// </summary>
    private double CpuMs(int instances)
    {
        var cold = (AloneShare * Cold(1, instances)) + (LargestShare * Cold(Drivers * LargestShare, instances))
            + ((1 - AloneShare - LargestShare) * Cold(FleetDrivers, instances));
        return TokenCpuMs + (ChosenShare * cold * HashCpuMs);
    }

    /// <summary>Of a secret that so many drivers share: 1 / (1 + uses in the five minutes that an instance remembers it).</summary>
    private double Cold(double drivers, int instances)
    {
        var perSecond = drivers * Day.Tokens / Drivers / 86_400;
        return 1 / (1 + (perSecond / instances * VerifiedFor.TotalSeconds));
    }

    /// <summary>That so many tokens of one driver meet: n(1 − (1 − 1/n)^k).</summary>
    private double DistinctInstances(double tokens) => Instances * (1 - Math.Pow(1 - (1.0 / Instances), tokens));
}
