using Eds.Ops;

namespace Eds.Tests;

/// <summary><c>dotnet run --project ops</c>, as somebody types it.</summary>
public sealed class OpsTest
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://edsdata.table.core.windows.net")]
    [InlineData("https://")]
    [InlineData("AccountName=edsdata")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=edsdata;AccountKey=???")]
    public async Task A_storage_that_is_none_is_one_line_that_says_so_and_does_not_repeat_it(string storage)
    {
        var told = (1, "STORAGE is neither the https URL of a table service nor a whole connection string.\n");
        Assert.Equal(told, await RunAsync("backup", storage, "folder-not-made"));
        Assert.Equal(told, await RunAsync("restore", "folder-not-made", storage));
    }

    [Fact]
    public async Task What_is_no_command_shows_those_there_are()
    {
        var (code, said) = await RunAsync("backup");
        Assert.Equal(2, code);
        Assert.Contains("backup STORAGE FOLDER", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var (code, _, errors) = await Command.RunAsync("dotnet", [typeof(TableCopy).Assembly.Location, .. arguments]);
        return (code, errors.ReplaceLineEndings("\n"));
    }
}
