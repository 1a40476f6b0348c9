using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>
/// Tests that purge. A purge takes everything up to today, so these live in years of their own, long before those of other tests,
/// and one after the other.
/// </summary>
[CollectionDefinition(nameof(Purging))]
public sealed class Purging
{
    private static int _years;

    /// <summary>A noon nobody else of this collection has been near to.</summary>
    public static DateTimeOffset NextStart() => new(1975 + (2 * Interlocked.Increment(ref _years)), 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Task<PurgeReport> PurgeAsync(OwnHost host) =>
        host.Services.GetRequiredService<Purge>().RunAsync(TestContext.Current.CancellationToken);
}
