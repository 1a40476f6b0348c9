using System.Text.RegularExpressions;

namespace Eds.Tests;

/// <summary>ToTransaction that a manager with both rights can see of his taxpayer, to prove that a refused call wrote nothing.</summary>
public sealed class Snapshot
{
    private static readonly string[] Lists = ["users", "taxi/clients?state=all&limit=500", "taxi/secrets", "events"];

    private readonly TestTaxpayer _taxpayer;
    private readonly string _seen;

    private Snapshot(TestTaxpayer taxpayer, string seen) => (_taxpayer, _seen) = (taxpayer, seen);

    public static async Task<Snapshot> OfAsync(TestTaxpayer taxpayer) => new(taxpayer, await SeeAsync(taxpayer));

    public async Task ExpectUnchangedAsync() => Assert.Equal(_seen, await SeeAsync(_taxpayer));

    // Without the last use, which is written behind a request that was made before.
    private static async Task<string> SeeAsync(TestTaxpayer taxpayer) => Regex.Replace(
        string.Join('\n', await Task.WhenAll(Lists.Select(async list => (await taxpayer.GetAsync(list)).Expect(200).Text))),
        "\"lastUsedAt\":(null|\"[^\"]*\")",
        "");
}
