namespace Eds.Bench;

internal static class RandomChoice
{
    /// <summary>True in this percentage of calls.</summary>
    public static bool Occurs(int percent) => RandomNumberGenerator.GetInt32(100) < percent;

    public static T Of<T>(IReadOnlyCollection<T> items) => items.ElementAt(RandomNumberGenerator.GetInt32(items.Count));
    public static TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(from, to));
}
