using Azure.Data.Tables;
using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary><see cref="Wholeness"/> of what one host has stored.</summary>
internal static class Integrity
{
    public static async Task AssertWholeAsync(OwnHost host, string taxpayerId) =>
        Assert.Empty(await Wholeness.FaultsAsync(TablesOf(host), taxpayerId));

    public static Task<IReadOnlyList<TableEntity>> RowsAsync(OwnHost host, string taxpayerId) => Wholeness.RowsAsync(TablesOf(host), taxpayerId);

    public static Task<IReadOnlyList<TableEntity>> DueAsync(OwnHost host, string taxpayerId) => Wholeness.DueAsync(TablesOf(host), taxpayerId);

    private static EdsTables TablesOf(OwnHost host) => host.Services.GetRequiredService<EdsTables>();
}
