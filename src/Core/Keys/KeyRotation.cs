namespace Eds.Core;

/// <summary>Which version of a pepper or signing key does what. Only age counts, so all instances decide alike.</summary>
/// <remarks>
/// The current version is the newest one at least an hour old, or the oldest one if none is. Instances look for new versions every
/// five minutes and clients cache JWKS for fifteen, so all know a version before it is used. An old signing key is published until two
/// hours after its successor took over, twice the lifetime of a token.
/// Example: A is old, B is created at 12:00. From 12:00 (12:05 at the latest) both are published and A signs; from 13:00 B signs;
/// from 15:00 only B is published.
/// </remarks>
internal static class KeyRotation
{
    private static readonly TimeSpan UsedFromAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan PublishedAfterUse = TimeSpan.FromHours(2);

    public static T Current<T>(IReadOnlyList<CachedKey<T>> newestFirst, DateTimeOffset now) =>
        (newestFirst.FirstOrDefault(key => key.CreatedAt + UsedFromAge <= now) ?? newestFirst[^1]).Key;

    public static IReadOnlyList<T> Published<T>(IReadOnlyList<CachedKey<T>> newestFirst, DateTimeOffset now) =>
        [.. newestFirst
            .Where((_, i) => i == 0 || now < newestFirst[i - 1].CreatedAt + UsedFromAge + PublishedAfterUse)
            .Select(key => key.Key)];
}
