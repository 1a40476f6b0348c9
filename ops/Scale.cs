using System.Globalization;

namespace Eds.Ops;

/// <summary>Prints the tables of docs/scale.md.</summary>
internal static class Scale
{
    public static void Print(TextWriter to)
    {
        var estimates = ScaleInputs.Drivers.Select(drivers => new Estimate(drivers)).ToList();

        Table(to, "A simulated day", estimates,
            ("drivers at work", e => Whole(e.Day.Working)),
            ("tokens", e => Whole(e.Day.Tokens)),
            ("tokens in the busiest second", e => Whole(e.Day.Peak)),
            ("of them by the largest taxpayer", e => Whole(e.Day.PeakOfLargest)),
            ("tokens a second when an outage ends", e => Whole(e.RushPerSecond)),
            ("transactions per token", e => e.TransactionsPerToken.ToString("F1", CultureInfo.InvariantCulture)),
            ("transactions", e => Whole(e.Transactions)),
            ("instances in the busiest second", e => Whole(e.Instances)),
            ("GB of logs, traces and metrics", e => Whole(e.LoggedGb)));

        Table(to, "Limits", estimates,
            ("one partition: 2,000 rows/s", e => Against(e.PeakRowsOfLargest, 2_000)),
            ("the same when an outage ends", e => Against(e.RushRowsOfLargest, 2_000)),
            ("one account: 20,000 transactions/s", e => Against(e.PeakTransactions, 20_000)),
            ("the same when an outage ends", e => Against(e.RushPerSecond * e.TransactionsPerToken, 20_000)),
            ("vault: 4,000 reads in 10 s", e => Against(e.VaultReadsPerTenSeconds, 4_000)),
            ("instances: 1,000 of an app", e => Against(e.Instances, 1_000)),
            ("the same when an outage ends", e => Against(e.RushInstances, 1_000)));

        Table(to, "USD a year", estimates,
            ("transactions", e => Whole(e.OfTransactions)),
            ("stored rows", e => Whole(e.OfStorage)),
            ("instances and executions", e => Whole(e.OfCompute)),
            ("logged changes of rows", e => Whole(e.OfRowLogs)),
            ("traces and metrics", e => Whole(e.OfTelemetry)),
            ("portal, vault", e => Whole(e.OfTheRest)),
            ("**all**", e => Whole(e.OfAll)),
            ("all, per driver", e => Money(e.OfAll / e.Drivers)));

        Table(to, "USD each, in millionths", estimates,
            ("a token", e => Whole(e.PerToken * 1e6)),
            ("a registration of one driver", _ => Whole(Estimate.PerRegistration * 1e6)),
            ("a stored client, a year", _ => Whole(Estimate.PerClientYear * 1e6)));
    }

    private static void Table(
        TextWriter to, string title, IReadOnlyList<Estimate> estimates, params (string Name, Func<Estimate, string> Value)[] rows)
    {
        to.Write($"| {title} | {string.Join(" | ", estimates.Select(e => $"{Whole(e.Drivers)} drivers"))} |\n");
        to.Write($"|---|{string.Concat(estimates.Select(_ => "---:|"))}\n");
        foreach (var (name, value) in rows)
        {
            to.Write($"| {name} | {string.Join(" | ", estimates.Select(value))} |\n");
        }

        to.Write("\n");
    }

    private static string Whole(double number) => number.ToString(number is > 0 and < 1 ? "F2" : "N0", CultureInfo.InvariantCulture);

    private static string Money(double number) => number.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Over the limit: bold.</summary>
    private static string Against(double number, double limit) => number > limit ? $"**{Whole(number)}**" : Whole(number);
}
