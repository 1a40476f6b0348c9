namespace Eds.Tests.LocalHost;

public sealed class AzuriteTest
{
    private static readonly AzuriteOptions InMemory = new(PreferredPort: 0);

    [Fact]
    public async Task It_answers_once_started_leaves_a_taken_port_alone_and_is_gone_once_stopped()
    {
        using var taken = Loopback.Listen(0);
        var port = Loopback.PortOf(taken);
        var azurite = await Azurite.StartAsync(new AzuriteOptions(PreferredPort: port), Cancellation);
        Assert.NotEqual(port, azurite.Port);
        await WriteAsync(azurite.ConnectionString);
        var process = azurite.ProcessId;

        await azurite.DisposeAsync();

        Assert.True(azurite.Ended.IsCompleted);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    [Fact]
    public async Task Data_survive_a_restart_and_a_kill_and_two_never_share_their_folder()
    {
        using var folder = new TemporaryFolder();
        var options = new AzuriteOptions(folder.Path, QuietPort.Find());
        await using (var first = await Azurite.StartAsync(options, Cancellation))
        {
            await WriteAsync(first.ConnectionString);
            var refused = await Assert.ThrowsAsync<CannotStartException>(() => Azurite.StartAsync(options, Cancellation));
            Assert.StartsWith($"Another LocalHost uses {folder.Path}: ", refused.Message, StringComparison.Ordinal);
        }

        await using var second = await Azurite.StartAsync(options, Cancellation);
        Assert.True(await IsWrittenAsync(second));
        Process.GetProcessById(second.ProcessId).Kill();
        await second.Ended;
        await second.RestartAsync(Cancellation);

        Assert.Equal(options.PreferredPort, second.Port);
        Assert.True(await IsWrittenAsync(second));
    }

    [Fact]
    public async Task The_storage_of_a_killed_owner_saves_and_is_waited_for()
    {
        using var folder = new TemporaryFolder();
        var orphan = Node.Start("node", Folders.LocalHost, ["azurite.mjs", "0", folder.Path]);
        var port = await orphan.StandardOutput.ReadLineAsync(Cancellation);
        await WriteAsync(Azurite.ConnectionStringOf(int.Parse(port!, CultureInfo.InvariantCulture)));
        orphan.StandardInput.Close(); // as the system does when the owner is killed

        await using var azurite = await Azurite.StartAsync(InMemory with { DataFolder = folder.Path }, Cancellation);

        Assert.True(orphan.HasExited);
        Assert.True(await IsWrittenAsync(azurite));
    }

    [Fact]
    public async Task Damaged_data_are_refused_in_its_own_words()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "__azurite_db_table__.json"), "not json", Cancellation);

        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => Azurite.StartAsync(InMemory with { DataFolder = folder.Path }, Cancellation));

        Assert.StartsWith("Azurite cannot start: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("not json", refused.Message, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(string connectionString)
    {
        var table = new TableClient(connectionString, "Probe");
        await table.CreateAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
    }

    private static async Task<bool> IsWrittenAsync(Azurite azurite) => (await new TableClient(azurite.ConnectionString, "Probe")
        .GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).HasValue;
}
