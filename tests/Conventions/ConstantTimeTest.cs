using System.Text.RegularExpressions;
using Eds.LocalHost;

namespace Eds.Tests;

/// <summary>What tells of a secret is compared in constant time, and in no other way; read off the sources.</summary>
public sealed partial class ConstantTimeTest
{
    private static readonly string Core = Path.Combine(Folders.Repository, "src", "Core");

    /// <summary>Of the check that hashes with one salt take one Argon2id: salts are no secret, and stand in the row.</summary>
    private const string OfSalts = "known.Salt.AsSpan().SequenceEqual(stored.Salt)";

    /// <summary>Of a candidate's repetition, before it is anybody's secret.</summary>
    private const string OfRepetition = "text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period))";

    [GeneratedRegex(@"Sequence(Equal|CompareTo)|\bCommonPrefixLength|\bEquals\(|Compare(To|Ordinal)?\(|\b(Reveal\(\)|Tag|Hash|Fingerprint)\s*[=!]=|[=!]=\s*[\w.]*(Reveal\(\)|\b(Tag|Hash|Fingerprint)\b)")]
    private static partial Regex InVaryingTime { get; }

    [Theory]
    [InlineData("Secrets/SecretHasher.cs", 2)]
    [InlineData("Clients/IdempotentRequests.cs", 1)]
    public void Tags_and_fingerprints_are_compared_in_constant_time(string source, int comparisons) =>
        Assert.Equal(comparisons, Regex.Count(Read(Path.Combine(Core, source)), @"\bCryptographicOperations\.FixedTimeEquals\("));

    [Fact]
    public void Nothing_is_compared_in_a_time_that_tells_how_much_of_it_was_right() => Assert.All(
        [.. Directory.GetFiles(Path.Combine(Core, "Secrets"), "*.cs"), Path.Combine(Core, "Clients", "IdempotentRequests.cs")],
        source => Assert.DoesNotMatch(InVaryingTime, Read(source)));

    /// <summary>Without what may be compared so.</summary>
    private static string Read(string source) => File.ReadAllText(source)
        .Replace(OfSalts, "", StringComparison.Ordinal)
        .Replace(OfRepetition, "", StringComparison.Ordinal);
}
