namespace Eds.Bench;

/// <summary>
/// Guesses at secrets at four servers on one storage, as docs/threats.md describes it, and holds what was answered or decided
/// against the bounds of docs/standards.md (N6). Meanwhile the real driver works.
/// </summary>
internal sealed class AttackPrograms(ServerPool servers, TimeSpan duration)
{
    private const int Servers = 4;
    private const int Guessers = 8;
    private const int BurstSize = 150;
    private const int FewestBursts = 4;
    private const int Clients = 30;
    private const string FrontDoorId = "6f1d2c3b-0000-4444-8888-9a0b1c2d3e4f";
    private const string OtherFrontDoorId = "00000000-0000-4444-8888-9a0b1c2d3e4f";
    private const string Elsewhere = "198.51.100.1";
    private const string AlsoDriversAddress = "192.0.2.77";
    private readonly FaultCounters _counters = new();

    /// <returns>The exit code: 0 if every bound holds and the driver got a token each time.</returns>
    public static async Task<int> RunAsync(bool isLong)
    {
        await using var storage = await BenchStorage.StartAsync();
        await using var servers = await ServerPool.StartAsync(Servers, storage.ServerOptions with { FrontDoorId = FrontDoorId });
        var programs = new AttackPrograms(servers, isLong ? TimeSpan.FromSeconds(100) : TimeSpan.FromSeconds(2));
        Console.WriteLine("attack                            sent answered decided bound | driver's tokens retries longest wait");
        bool[] held =
        [
            await programs.HangUpAsync("connections reset", Elsewhere, allowance: 0),
            await programs.HangUpAsync("reset on a network of the driver", AlsoDriversAddress, allowance: Servers),
            await programs.SprayAsync(),
            await programs.BurstFromOneNetworkAsync(),
            await programs.BurstFromManyNetworksAsync(),
            await programs.ForgeNetworksAsync(),
            await programs.UnknownIdsAsync(),
        ];
        return held.All(holds => holds) ? 0 : 1;
    }

    /// <summary>Resets each connection while the secret is being checked, or a little before or after.</summary>
    private Task<bool> HangUpAsync(string name, string address, int allowance) => AttackAsync(
        name,
        (guesser, target) => RepeatAsync(
            () => guesser.GuessAndHangUpAsync(target.ClientIds[0], Chosen(), address, RandomChoice.Milliseconds(1, 80))),
        (waits, _) => 10 + waits + allowance);

    /// <summary>All clients share one secret: each guess goes to another of them.</summary>
    private Task<bool> SprayAsync() => AttackAsync(
        "one secret at thirty clients",
        (guesser, target) => RepeatAsync(() => guesser.GuessAsync(RandomChoice.Of(target.ClientIds), Chosen(), From(Elsewhere))),
        (waits, _) => 10 + waits + (Servers * (1 + waits)));

    private Task<bool> BurstFromOneNetworkAsync() => AttackAsync(
        "bursts from one network",
        (guesser, target) => BurstAsync(_ => guesser.GuessAsync(target.ClientIds[0], Generated(), From(Elsewhere))),
        (waits, _) => 10 + waits);

    /// <summary>Only these lead to the limit over all networks, which each success of the driver ends.</summary>
    private Task<bool> BurstFromManyNetworksAsync() => AttackAsync(
        "bursts, each guess from a network of its own",
        (guesser, target) => BurstAsync(i => guesser.GuessAsync(target.ClientIds[0], Generated(), From($"10.{i / 250 % 250}.{i % 250}.1"))),
        (_, successes) => 100 + (successes * (100 + Servers)),
        driversPause: 20);

    /// <summary>
    /// Through the Front Door that writes the true address, past it, and with whatever else programs take an address from.
    /// </summary>
    private Task<bool> ForgeNetworksAsync() => AttackAsync(
        "forged networks",
        (guesser, target) => RepeatAsync(() =>
        {
            var forged = $"10.{RandomNumberGenerator.GetInt32(250)}.{RandomNumberGenerator.GetInt32(250)}.1";
            (string, string?)[] headers = RandomNumberGenerator.GetInt32(4) switch
            {
                0 => [("X-Azure-FDID", FrontDoorId), ("X-Azure-ClientIP", Elsewhere), ("X-Forwarded-For", $"{forged}, {forged}")],
                1 => [("X-Azure-FDID", OtherFrontDoorId), ("X-Azure-ClientIP", forged), .. From($"{forged}, {Elsewhere}")],
                2 => [("X-Azure-ClientIP", forged), .. From($"{forged},{Elsewhere}:4711")],
                _ => [("Forwarded", $"for={forged}"), ("X-Real-IP", forged), ("X-Client-IP", forged), .. From($"unknown, {Elsewhere}")],
            };
            return guesser.GuessAsync(target.ClientIds[0], Generated(), headers);
        }),
        (waits, _) => 10 + waits);

    /// <summary>Made-up ids of the taxpayer, with secrets that cost an Argon2id.</summary>
    private Task<bool> UnknownIdsAsync() => AttackAsync(
        "ids that do not exist",
        (guesser, target) => RepeatAsync(() => guesser.GuessAsync(ClientId.Draw(target.TaxpayerId).ToString(), Chosen(), From(Elsewhere))),
        (waits, _) => 10 + waits + (Servers * (1 + waits)));

    /// <param name="bound">Of what may be answered or decided, given the waits that have ended and the driver's tokens meanwhile.</param>
    /// <param name="driversPause">Seconds between two tokens of the driver.</param>
    private async Task<bool> AttackAsync(string name, Func<Guesser, Target, Task> attack, Func<int, int, int> bound, int driversPause = 1)
    {
        var target = await RegisterAsync();
        var (driver, guesser) = (
            new DriverAtWork(servers, target.ClientIds[0], target.Secret, TimeSpan.FromSeconds(driversPause)),
            new Guesser(servers));
        await driver.SignInEverywhereAsync();
        await driver.SignInEverywhereAsync(AlsoDriversAddress);
        var (hashesBefore, tokensBefore, started) = (await HashesAsync(), driver.Tokens, TimeProvider.System.GetTimestamp());
        using var end = new CancellationTokenSource();
        var working = driver.WorkAsync(end.Token);
        await attack(guesser, target);
        await end.CancelAsync();
        await working;

        var (took, tokens) = (TimeProvider.System.GetElapsedTime(started), driver.Tokens - tokensBefore);
        var decided = await HashesAsync() - hashesBefore; // the driver's secret is remembered, so costs none
        var most = bound(WaitsWithin(took), tokens);
        await driver.SignInEverywhereAsync();
        var holds = Math.Max(guesser.Answered, decided) <= most && driver.Refusal is null;
        Console.WriteLine($"{name,-46}{guesser.Sent,6}{guesser.Answered,9}{decided,8}{most,6} |{tokens,16}"
            + $"{driver.Retries,8}{driver.LongestWait.TotalSeconds,11:F2} s {(holds ? "" : $"NOT HELD {driver.Refusal}")}");
        return holds;
    }

    private async Task<Target> RegisterAsync()
    {
        var taxpayer = await SimulatedTaxpayer.EnrolAsync(new RetryingClient(servers.Any, _counters), _counters);
        var secret = StorageSeeder.ChosenText();
        var body = new RegisterClientsBody(SecretChoices.Value(secret), [.. TestPerson.Drivers(Clients).Select(driver => driver.Driver)]);
        var key = EdsClient.NewIdempotencyKey();
        var registered = await taxpayer.SendAsync(api => api.RegisterClientsAsync(taxpayer.Id, body, key));
        return new Target(taxpayer.Id, [.. registered.Answer.Value.Clients.Select(client => client.ClientId)], secret);
    }

    private async Task<int> HashesAsync() =>
        (await Task.WhenAll(servers.All.Select(server => server.StateAsync()))).Sum(state => state.Hashes);

    /// <summary>Waits of 30 s, 60 s, 120 s, … one after the other.</summary>
    private static int WaitsWithin(TimeSpan time)
    {
        var waits = 0;
        for (var wait = TimeSpan.FromSeconds(30); time >= wait; wait *= 2)
        {
            time -= wait;
            waits++;
        }

        return waits;
    }

    private Task RepeatAsync(Func<Task> guess) => Task.WhenAll(Enumerable.Range(0, Guessers).Select(async _ =>
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < duration)
        {
            await guess();
        }
    }));

    private async Task BurstAsync(Func<int, Task> guess)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var first = 0; first < FewestBursts * BurstSize || TimeProvider.System.GetElapsedTime(started) < duration; first += BurstSize)
        {
            await Task.WhenAll(Enumerable.Range(first, BurstSize).Select(guess));
        }
    }

    private static string Chosen() => StorageSeeder.ChosenText();

    private static string Generated() => ClientSecret.Generate().Reveal();

    private static (string, string?)[] From(string address) => [("X-Forwarded-For", address)];

    /// <summary>A fleet whose clients share one secret. The first is the driver's.</summary>
    private sealed record Target(string TaxpayerId, IReadOnlyList<string> ClientIds, string Secret);
}
