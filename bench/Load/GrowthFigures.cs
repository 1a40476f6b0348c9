using System.Globalization;
using Eds.Core;

namespace Eds.Bench;

/// <summary>The same reads on a small store and on a large one, and what a purge costs in both.</summary>
internal static class GrowthFigures
{
    private const int Small = 1_000;

    public static async Task<(IReadOnlyList<(string Title, IReadOnlyList<Operation> Operations)> Tables, IReadOnlyList<Goal> Goals)> MeasureAsync(Sizes sizes)
    {
        await using var store = await Store.StartAsync();
        await using var server = await Server.StartAsync(store.ServerOptions);
        var generator = new Generator(store);
        var generated = await generator.FleetAsync(Small / 2, new SecretChoice.Generated(Each: false));
        var chosen = await generator.AddAsync(generated, Small / 2, RegistrationFigures.Chosen());
        using var small = await TokenFigures.PrepareAsync(store, server, generated, chosen, generated, Small);
        await small.MeasureAsync(store, server, sizes);

        Progress.Say($"storing {sizes.Stored:N0} clients");
        var started = TimeProvider.System.GetTimestamp();
        var largest = await generator.FleetAsync(sizes.Large, new SecretChoice.Generated(Each: false));
        var each = (sizes.Stored - sizes.Large) / sizes.Taxpayers;
        var fleets = await generator.FleetsAsync(sizes.Taxpayers, each);
        var stored = Small + sizes.Large + (each * sizes.Taxpayers);
        Progress.Say($"{stored:N0} clients stored in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s");
        using var large = await TokenFigures.PrepareAsync(store, server, generated, chosen, generated, Small);
        using var ofLargest = await TokenFigures.PrepareAsync(store, server, generated, chosen, largest, sizes.Large);
        await large.MeasureAsync(store, server, sizes);
        await ofLargest.MeasureListAsync(store, server, sizes);

        Progress.Say($"purging {sizes.Due:N0}");
        var due = fleets.Take((sizes.Due + each - 1) / each).ToList();
        var purge = await PurgeFigures.MeasureAsync(store, server, generator, due);
        var alone = await PurgeFigures.MeasureAloneAsync(Math.Max(4, due.Count / 10), each);
        return (
            [($"{Small:N0} clients stored", small.All), ($"{stored:N0} clients stored", [.. large.All, ofLargest.BareQuery, ofLargest.List])],
            [
                .. OfTokens(small),
                new(
                    $"list a page of 100 out of {sizes.Large:N0} clients", "< 2 × the bare query", $"{ofLargest.ListToBare:F2} ×", ofLargest.ListToBare < 2),
                Growth("tokens", small.TokenToBare, large.TokenToBare, stored),
                Growth("list", 1 / small.ListToBare, 1 / large.ListToBare, stored),
                .. PurgeFigures.Goals(purge, alone, stored),
            ]);
    }

    private static IEnumerable<Goal> OfTokens(TokenFigures figures)
    {
        var (bare, generated, chosen) = (figures.BareRead.Sample, figures.Generated, figures.Chosen);
        var p99 = generated.Sample.Percentile(99) / bare.Percentile(99);
        var warm = chosen.Sample.PerSecond / generated.Sample.PerSecond;
        yield return new("token, generated secret, 16 callers", "≥ 80 % of the bare point reads", Percent(figures.TokenToBare), figures.TokenToBare >= 0.8);
        yield return new("… per CPU-second of the server", "≥ 2,000", generated.PerCpuSecond.ToString("N0", CultureInfo.InvariantCulture), generated.PerCpuSecond >= 2_000);
        yield return new("… p99", "< 4 × that of the bare read", $"{p99:F2} ×", p99 < 4);
        yield return new("token, chosen secret, warm", "≥ 90 % of those with a generated one", Percent(warm), warm >= 0.9);
    }

    private static Goal Growth(string what, double small, double large, int stored) =>
        new($"growth: {what}, as part of the bare operation", $"at {stored:N0} clients ≥ 90 % of that at {Small:N0}", Percent(large / small), large / small >= 0.9);

    private static string Percent(double part) => part.ToString("P0", CultureInfo.InvariantCulture);
}
