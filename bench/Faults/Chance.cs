using System.Security.Cryptography;

namespace Eds.Bench;

internal static class Chance
{
    /// <summary>True so many times of a hundred.</summary>
    public static bool Of(int percent) => RandomNumberGenerator.GetInt32(100) < percent;

    public static T Pick<T>(IReadOnlyList<T> list) => list[RandomNumberGenerator.GetInt32(list.Count)];

    public static TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(from, to));
}
