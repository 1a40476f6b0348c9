namespace Eds.Bench;

/// <summary>
/// Guesses at secrets at four servers on one storage, as docs/threats.md describes it, and holds what was answered or decided
/// against the bounds of docs/standards.md (N6). Meanwhile the real driver works.
/// </summary>
internal sealed class AttackPrograms(BenchStorage storage, ServerPool servers, TimeSpan duration)
{
    private const int Servers = 4;
    private const int BurstSize = 150;
    private const int FewestRounds = 4;
    private const int Clients = 30;
    private const string FrontDoorId = "6f1d2c3b-0000-4444-8888-9a0b1c2d3e4f";
    private const string OtherFrontDoorId = "00000000-0000-4444-8888-9a0b1c2d3e4f";
    private const string Elsewhere = "198.51.100.1";
    private const string AlsoDriversAddress = "192.0.2.77";

    private static readonly Attack[] All =
    [
        new("connections reset", (guesser, target, _) => HangUpAsync(guesser, target, Elsewhere), (waits, _) => 10 + waits),
        new("reset on a network of the driver", (guesser, target, _) => HangUpAsync(guesser, target, AlsoDriversAddress),
            (waits, _) => 10 + waits + Servers),

        // All clients share one secret: each guess goes to another of them.
        new("one secret at thirty clients",
            (guesser, target, _) => guesser.GuessAsync(RandomChoice.Of(target.Devices).ClientId, Chosen(), From(Elsewhere)),
            (waits, _) => 10 + waits + (Servers * (1 + waits))),
        new("bursts from one network",
            (guesser, target, _) => guesser.GuessAsync(target.Devices[0].ClientId, Generated(), From(Elsewhere)),
            (waits, _) => 10 + waits, AtOnce: BurstSize),

        // Only these lead to the limit over all networks, which each success of the driver ends.
        new("bursts, each guess from a network of its own",
            (guesser, target, i) => guesser.GuessAsync(target.Devices[0].ClientId, Generated(), From($"10.{i / 250 % 250}.{i % 250}.1")),
            (_, successes) => 100 + (successes * (100 + Servers)), AtOnce: BurstSize, DriversPause: 20),
        new("forged networks",
            (guesser, target, _) => guesser.GuessAsync(target.Devices[0].ClientId, Generated(), Forged()), (waits, _) => 10 + waits),

        // Made-up ids of the taxpayer, with secrets that cost an Argon2id.
        new("ids that do not exist",
            (guesser, target, _) => guesser.GuessAsync($"{ClientId.Draw(target.TaxpayerId)}", Chosen(), From(Elsewhere)),
            (waits, _) => 10 + waits + (Servers * (1 + waits))),
    ];

    /// <returns>The exit code: 0 if every bound holds and the driver got a token each time.</returns>
    public static async Task<int> RunAsync(bool isLong)
    {
        await using var storage = await BenchStorage.StartAsync();
        await using var servers = await ServerPool.StartAsync(Servers, storage.ServerOptions with { FrontDoorId = FrontDoorId });
        var (programs, hold) = (new AttackPrograms(storage, servers, TimeSpan.FromSeconds(isLong ? 100 : 2)), true);
        Console.WriteLine("attack                            sent answered decided bound | driver's tokens retries longest wait");
        foreach (var attack in All)
        {
            hold &= await programs.RunAsync(attack);
        }

        return hold ? 0 : 1;
    }

    private async Task<bool> RunAsync(Attack attack)
    {
        var taxpayer = await storage.EnrolAsync(Clients, SharedSecret.Chosen());
        var (target, guesser) = (new Target(taxpayer.Id, [.. taxpayer.Active]), new Guesser(servers));
        var driver = new DriverAtWork(servers, target.Devices[0], TimeSpan.FromSeconds(attack.DriversPause));
        await driver.SignInEverywhereAsync();
        await driver.SignInEverywhereAsync(AlsoDriversAddress);
        var (hashesBefore, tokensBefore, started) = (await HashesAsync(), driver.Tokens, TimeProvider.System.GetTimestamp());
        var (sent, answered) = (0, 0);
        using var end = new CancellationTokenSource();
        var working = driver.WorkAsync(end.Token);
        for (var round = 0; round < FewestRounds || TimeProvider.System.GetElapsedTime(started) < duration; round++)
        {
            var guesses = Enumerable.Range(sent, attack.AtOnce).Select(i => attack.Guess(guesser, target, i));
            (sent, answered) = (sent + attack.AtOnce, answered + (await Task.WhenAll(guesses)).Count(isAnswered => isAnswered));
        }

        await end.CancelAsync();
        await working;

        var (took, tokens) = (TimeProvider.System.GetElapsedTime(started), driver.Tokens - tokensBefore);
        var decided = await HashesAsync() - hashesBefore; // the driver's secret is remembered, so costs none
        var most = attack.Bound(WaitsWithin(took), tokens);
        await driver.SignInEverywhereAsync();
        var holds = Math.Max(answered, decided) <= most && driver.Refusal is null;
        Console.WriteLine($"{attack.Name,-46}{sent,6}{answered,9}{decided,8}{most,6} |{tokens,16}"
            + $"{driver.Retries,8}{driver.LongestWait.TotalSeconds,11:F2} s {(holds ? "" : $"NOT HELD {driver.Refusal}")}");
        return holds;
    }

    private async Task<int> HashesAsync() =>
        (await Task.WhenAll(servers.All.Select(server => server.StateAsync()))).Sum(state => state.Hashes);

    /// <summary>Waits of 30 s, 60 s, 120 s, … one after the other.</summary>
    private static int WaitsWithin(TimeSpan time) => (int)Math.Log2(1 + (time.TotalSeconds / 30));

    /// <summary>While the secret is being checked, or a little before or after.</summary>
    private static Task<bool> HangUpAsync(Guesser guesser, Target target, string address) =>
        guesser.GuessAndHangUpAsync(target.Devices[0].ClientId, Chosen(), RandomChoice.Milliseconds(1, 80), From(address));

    /// <summary>Through the Front Door that writes the true address, past it, and with whatever programs take an address from.</summary>
    private static (string, string?)[] Forged()
    {
        var forged = $"10.{RandomNumberGenerator.GetInt32(250)}.{RandomNumberGenerator.GetInt32(250)}.1";
        return RandomNumberGenerator.GetInt32(4) switch
        {
            0 => [("X-Azure-FDID", FrontDoorId), ("X-Azure-ClientIP", Elsewhere), ("X-Forwarded-For", $"{forged}, {forged}")],
            1 => [("X-Azure-FDID", OtherFrontDoorId), ("X-Azure-ClientIP", forged), .. From($"{forged}, {Elsewhere}")],
            2 => [("X-Azure-ClientIP", forged), .. From($"{forged},{Elsewhere}:4711")],
            _ => [("Forwarded", $"for={forged}"), ("X-Real-IP", forged), ("X-Client-IP", forged), .. From($"unknown, {Elsewhere}")],
        };
    }

    private static string Chosen() => SharedSecret.ChosenText();
    private static string Generated() => ClientSecret.Generate().Reveal();
    private static (string, string?)[] From(string address) => [("X-Forwarded-For", address)];

    /// <summary>The first device is the real driver's. All share one secret.</summary>
    private sealed record Target(string TaxpayerId, IReadOnlyList<SimulatedDevice> Devices);

    /// <param name="Guess">One guess, the n-th.</param>
    /// <param name="Bound">Of what may be answered or decided, given the waits that have ended and the driver's tokens meanwhile.</param>
    /// <param name="AtOnce">Guesses that are sent together; the next ones follow when all have ended.</param>
    /// <param name="DriversPause">Seconds between two tokens of the driver.</param>
    private sealed record Attack(
        string Name, Func<Guesser, Target, int, Task<bool>> Guess, Func<int, int, int> Bound, int AtOnce = 8, int DriversPause = 1);
}
