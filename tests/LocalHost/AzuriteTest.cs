using System.Diagnostics;
using Azure.Data.Tables;
using Eds.LocalHost;

namespace Eds.Tests.LocalHost;

public sealed class AzuriteTest
{
    private static readonly AzuriteOptions InMemory = new() { PreferredPort = 0 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_answers_as_soon_as_it_is_started_and_is_gone_when_stopped()
    {
        var azurite = await Azurite.StartAsync(InMemory, Cancellation);
        var table = await CreateTableAsync(azurite);

        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
        await azurite.DisposeAsync();

        Assert.True(azurite.Ended.IsCompleted);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(azurite.ProcessId));
    }

    [Fact]
    public async Task Its_data_survive_a_restart()
    {
        using var folder = new TemporaryFolder();
        var options = InMemory with { DataFolder = folder.Path };
        await using (var first = await Azurite.StartAsync(options, Cancellation))
        {
            await (await CreateTableAsync(first)).AddEntityAsync(new TableEntity("p", "r") { ["Kept"] = "yes" }, Cancellation);
        }

        await using var second = await Azurite.StartAsync(options, Cancellation);
        var kept = await TableOf(second).GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);

        Assert.Equal("yes", kept.Value["Kept"]);
    }

    [Fact]
    public async Task Killed_it_is_started_again_on_its_port_and_data()
    {
        using var folder = new TemporaryFolder();
        var options = InMemory with { DataFolder = folder.Path };
        await using (var first = await Azurite.StartAsync(options, Cancellation))
        {
            await CreateTableAsync(first);
        }

        await using var azurite = await Azurite.StartAsync(options with { PreferredPort = QuietPort.Find() }, Cancellation);
        var (table, port) = (TableOf(azurite), azurite.Port);
        Process.GetProcessById(azurite.ProcessId).Kill();
        await azurite.Ended;

        await azurite.RestartAsync(Cancellation);

        Assert.Equal(port, azurite.Port);
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
    }

    [Fact]
    public async Task A_taken_port_is_left_alone()
    {
        using var taken = Loopback.Listen(0);
        var port = Loopback.PortOf(taken);

        await using var azurite = await Azurite.StartAsync(InMemory with { PreferredPort = port }, Cancellation);

        Assert.NotEqual(port, azurite.Port);
        await CreateTableAsync(azurite);
    }

    [Fact]
    public async Task The_preferred_port_is_taken_if_it_is_free()
    {
        var port = QuietPort.Find();

        await using var azurite = await Azurite.StartAsync(InMemory with { PreferredPort = port }, Cancellation);

        Assert.Equal(port, azurite.Port);
    }

    [Fact]
    public async Task Two_never_share_a_data_folder()
    {
        using var folder = new TemporaryFolder();
        var options = InMemory with { DataFolder = folder.Path, Patience = TimeSpan.FromMilliseconds(250) };
        await using var first = await Azurite.StartAsync(options, Cancellation);

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => Azurite.StartAsync(options, Cancellation));

        Assert.Equal($"Another LocalHost uses the data in {folder.Path}: stop it first.", refused.Message);
    }

    [Fact]
    public async Task The_end_of_its_stdin_saves_the_data_and_ends_it_though_nobody_waits()
    {
        using var folder = new TemporaryFolder();
        var port = QuietPort.Find();
        var process = AzuriteProcess.Start(["--tablePort", $"{port}", "--location", folder.Path, "--disableTelemetry"]);
        Assert.True(await process.ListensAsync(TimeSpan.FromSeconds(30), Cancellation));

        process.CloseInput();
        await process.Ended.WaitAsync(TimeSpan.FromSeconds(15), Cancellation);

        Assert.Contains("successfully closed", process.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "__azurite_db_table__.json")));
        await process.DisposeAsync();
    }

    [Fact]
    public async Task What_it_cannot_do_is_told_in_its_own_words()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "__azurite_db_table__.json");
        await File.WriteAllTextAsync(file, "not json", Cancellation);

        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => Azurite.StartAsync(InMemory with { DataFolder = folder.Path }, Cancellation));

        Assert.StartsWith("Azurite could not start. It said: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("not json", refused.Message, StringComparison.Ordinal);
    }

    private static TableClient TableOf(Azurite azurite) => new(azurite.ConnectionString, "Probe");

    private static async Task<TableClient> CreateTableAsync(Azurite azurite)
    {
        await TableOf(azurite).CreateAsync(Cancellation);
        return TableOf(azurite);
    }
}
