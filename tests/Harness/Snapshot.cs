using System.Text.RegularExpressions;

namespace Eds.Tests;

/// <summary>All that a manager with both rights can see of the taxpayer, to prove that a call changed nothing.</summary>
public sealed class Snapshot
{
    private readonly TestTaxpayer _taxpayer;
    private readonly string _seen;

    private Snapshot(TestTaxpayer taxpayer, string seen) => (_taxpayer, _seen) = (taxpayer, seen);

    public static async Task<Snapshot> OfAsync(TestTaxpayer taxpayer) => new(taxpayer, await SeeAsync(taxpayer));

    public async Task ExpectUnchangedAsync() => Assert.Equal(_seen, await SeeAsync(_taxpayer));

    private static async Task<string> SeeAsync(TestTaxpayer taxpayer)
    {
        var (client, id) = (taxpayer.Client, taxpayer.Id);
        string[] lists =
        [
            (await client.ListUsersAsync(id)).Expect(200).Text,
            (await client.ListClientsAsync(id, state: "all", limit: 500)).Expect(200).Text,
            (await client.ListSecretsAsync(id)).Expect(200).Text,
            (await client.ListEventsAsync(id)).Expect(200).Text,
        ];

        // The last use is written in the background of a request that was made before.
        return Regex.Replace(string.Join('\n', lists), "\"last(Used|Ride)At\":(null|\"[^\"]*\")", "");
    }
}

internal static class SnapshotExtensions
{
    /// <summary>Makes a call, and proves that it changed nothing.</summary>
    public static async Task<TAnswer> UnchangedAsync<TAnswer>(this TestTaxpayer taxpayer, Func<Task<TAnswer>> call)
        where TAnswer : Answer
    {
        var before = await Snapshot.OfAsync(taxpayer);
        var answer = await call();
        await before.ExpectUnchangedAsync();
        return answer;
    }
}
