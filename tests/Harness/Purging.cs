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
    private static int _starts;

    /// <summary>A noon of a year in which no other test of this collection starts.</summary>
    public static DateTimeOffset NextStart() => new(1970 + Interlocked.Increment(ref _starts), 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <exception cref="InvalidOperationException">This purge would take what other tests still need.</exception>
    public static Task<PurgeReport> PurgeAsync(OwnHost host)
    {
        if (host.Clock.GetUtcNow() > OwnHost.UsualStart)
        {
            throw new InvalidOperationException($"A purge in {host.Clock.GetUtcNow():yyyy} takes rows of tests that run beside it.");
        }

        return host.Services.GetRequiredService<Purge>().RunAsync(TestContext.Current.CancellationToken);
    }
}
