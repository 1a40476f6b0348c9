using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Eds.Tests.LongOnesFirst))]

namespace Eds.Tests;

/// <summary>A long class that began last would run alone, on one core.</summary>
public sealed class LongOnesFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = ["Portal", "SearchBound", "Fault", "SignInThrottle", "Purge"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderByDescending(collection =>
            Long.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
