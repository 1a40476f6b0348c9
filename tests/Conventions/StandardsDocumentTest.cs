using System.Text.RegularExpressions;
using Xunit.v3;

namespace Eds.Tests;

/// <summary>docs/standards.md names every row once, and tests that exist.</summary>
public sealed partial class StandardsDocumentTest
{
    private static readonly (string Letter, int Last)[] Sections =
        [("T", 14), ("B", 7), ("A", 5), ("M", 2), ("I", 4), ("V", 5), ("D", 2), ("P", 4), ("K", 5), ("R", 5), ("S", 6), ("N", 7), ("G", 3)];

    private static readonly IReadOnlyList<(string Id, string Text)> Rows = Read();

    /// <summary>`InvalidClientTest.One_answer` or `SameWorkTest`.</summary>
    [GeneratedRegex(@"`(?<class>[A-Z]\w*Tests?)(\.(?<test>\w+))?`")]
    private static partial Regex Named { get; }

    [Fact]
    public void Every_row_stands_there_once()
    {
        var expected = Sections.SelectMany(section => Enumerable.Range(1, section.Last).Select(number => $"{section.Letter}{number}"));

        Assert.Equal(expected.Append("OWASP").Order(StringComparer.Ordinal), Rows.Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_names_a_test_or_says_why_there_is_none() => Assert.All(Rows, row => Assert.True(
        Named.IsMatch(row.Text) || Regex.IsMatch(row.Text, @"^(Not applicable|Deviates|Not tested), because "), $"{row.Id}: {row.Text}"));

    [Fact]
    public void Every_test_named_exists()
    {
        var tests = typeof(StandardsDocumentTest).Assembly.GetTypes()
            .Select(type => (type.Name, Methods: type.GetMethods().Where(method => method.GetCustomAttributes(inherit: false).OfType<IFactAttribute>().Any()).Select(method => method.Name).ToHashSet()))
            .Where(type => type.Methods.Count > 0)
            .ToLookup(type => type.Name, type => type.Methods);
        var named = Rows.SelectMany(row => Named.Matches(row.Text).Select(match => (row.Id, Class: match.Groups["class"].Value, Test: match.Groups["test"].Value))).ToList();

        Assert.True(named.Count > 60);
        Assert.All(named, name => Assert.True(
            tests[name.Class].Any(methods => name.Test.Length == 0 || methods.Contains(name.Test)), $"{name.Id}: there is no test {name.Class} {name.Test}"));
    }

    /// <summary>Of "| T1 | only POST | … |": T1 and the last cell.</summary>
    private static List<(string Id, string Text)> Read()
    {
        using var stream = typeof(StandardsDocumentTest).Assembly.GetManifestResourceStream("standards.md")!;
        return [.. new StreamReader(stream).ReadToEnd().Split('\n')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is ["", _, _, _, ""] && Regex.IsMatch(cells[1], @"^([A-Z]\d+|OWASP)$"))
            .Select(cells => (cells[1], cells[3]))];
    }
}
