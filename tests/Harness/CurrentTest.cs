namespace Eds.Tests;

internal static class CurrentTest
{
    /// <summary>Ends what the test waits for when the run is stopped.</summary>
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
