namespace Eds.Tests;

public sealed class DeviceExamplesTest
{
    [Theory]
    [InlineData("bash", "report-rides.sh")]
    [InlineData("python3", "report_rides.py")]
    [InlineData("dotnet", "report-rides.cs", "run")]
    public async Task A_backlog_gets_its_receipts(string program, string file, params string[] before)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))),
            $"{program} is not here.");
        var device = await ReportingDevice.RegisterAsync();
        var rides = Enumerable.Range(1, 3).Select(hours => device.Ride(ReportingDevice.Now.AddHours(-hours))).ToList();
        var known = (await device.ReportAsync(rides[0])).Expect(201).Value;
        using var folder = new LocalHost.TemporaryFolder();
        var backlog = Path.Combine(folder.Path, "backlog.jsonl");
        await File.WriteAllLinesAsync(
            backlog,
            rides.Append(rides[1] with { Distance = -1 })
                .Select(ride => JsonSerializer.Serialize(ride, Eds.Client.CarriageJson.Default.CarriageToReport)),
            Cancellation);

        var (code, said, errors) = await Command.RunAsync(
            program,
            [.. before, Path.Combine(Folders.Repository, "docs", "examples", file), backlog],
            ("EDS_URL", TestRun.Current.BaseAddress.ToString().TrimEnd('/')),
            ("CLIENT_ID", device.Device.ClientId),
            ("CLIENT_SECRET", device.Device.Secret));

        var received = (await device.ReceivedAsync()).Select(ride => ride.Receipt).ToList(); // newest first, as the backlog
        Assert.True(code == 1, errors);
        Assert.Equal(
            [known, .. received.Skip(1)],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("cr-", StringComparison.Ordinal)));
        Assert.Equal(3, received.Count);
        Assert.Contains("/Distance", errors, StringComparison.Ordinal);
    }
}
