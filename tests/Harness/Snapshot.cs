namespace Eds.Tests;

internal static class Snapshot
{
    /// <summary>Makes a call, and proves that it changed nothing of what a manager with both rights can see.</summary>
    public static async Task<TAnswer> UnchangedAsync<TAnswer>(this TestTaxpayer taxpayer, Func<Task<TAnswer>> call)
    {
        var before = await SeeAsync(taxpayer);
        var answer = await call();
        Assert.Equal(before, await SeeAsync(taxpayer));
        return answer;
    }

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
