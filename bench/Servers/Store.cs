using System.Diagnostics;
using Eds.Core;
using Eds.LocalHost;
using Eds.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Bench;

/// <summary>
/// The storage of a run, an Azurite of its own, and the product's use cases in this process to fill it and to look into it. Servers on
/// it are processes of their own.
/// </summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly string _folder;

    private readonly EdsHost _host;

    private Store(string folder, Azurite azurite, EdsHost host, SteppedClock clock) =>
        (_folder, Azurite, _host, Clock) = (folder, azurite, host, clock);

    public Azurite Azurite { get; private set; }

    /// <summary>Of this process, not of the servers.</summary>
    public SteppedClock Clock { get; }

    public IServiceProvider Services => _host.Services;

    public EdsTables Tables => Services.GetRequiredService<EdsTables>();

    public ServerOptions ServerOptions => new(Azurite.ConnectionString, Path.Combine(_folder, "keys.json"));

    private string Data => Path.Combine(_folder, "azurite");

    /// <param name="onDisk">False: Azurite keeps all in memory.</param>
    public static async Task<Store> StartAsync(bool onDisk = false)
    {
        var folder = Directory.CreateTempSubdirectory("eds-bench-").FullName;
        var azurite = await Azurite.StartAsync(
            new AzuriteOptions { PreferredPort = 0, DataFolder = onDisk ? Path.Combine(folder, "azurite") : null }, CancellationToken.None);
        var clock = new SteppedClock();
        var host = await EdsHost.StartAsync(
            new EdsHostOptions
            {
                Timers = false,
                KeysFile = Path.Combine(folder, "keys.json"),
                Settings = new Dictionary<string, string?> { ["Tables:ConnectionString"] = azurite.ConnectionString },
                Services = services => services.AddSingleton<TimeProvider>(clock),
            },
            CancellationToken.None);
        var store = new Store(folder, azurite, host, clock);
        await store.Tables.CreateAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Seconds of CPU that Azurite has used. It runs on one thread, so it cannot use more than one a second.</summary>
    public double AzuriteCpuSeconds()
    {
        using var process = Process.GetProcessById(Azurite.ProcessId);
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Has Azurite save and end, waits for that, and starts it again on its port, with its data.</summary>
    /// <param name="kill">True: it dies (SIGKILL) and loses what it had not saved.</param>
    /// <param name="whileDown">Done before it starts again.</param>
    public async Task RestartAzuriteAsync(bool kill, Func<Task> whileDown)
    {
        var port = Azurite.Port;
        if (kill)
        {
            using var process = Process.GetProcessById(Azurite.ProcessId);
            process.Kill();
            await Azurite.Ended;
        }

        await Azurite.DisposeAsync();
        await whileDown();
        Azurite = await Azurite.StartAsync(new AzuriteOptions { PreferredPort = port, DataFolder = Data }, CancellationToken.None);
        if (Azurite.Port != port)
        {
            throw new InvalidOperationException($"Someone took port {port} while Azurite was down.");
        }
    }

    /// <summary>A taxpayer with one rights manager, who has ticked the right.</summary>
    public async Task<(Caller Caller, TestPerson Manager)> EnrolAsync()
    {
        var manager = TestPerson.New();
        var person = PersonOf(manager);
        var taxpayerId = await Services.GetRequiredService<Enrolment>().EnrolAsync(
            new NewTaxpayer(TestPerson.NewRegistrationNumber(), "SIA Mērījums", TaxpayerKind.Legal, person), PersonOf(TestPerson.Operator), CancellationToken.None);
        var membership = Services.GetRequiredService<Membership>();
        var caller = (await membership.FindAsync(taxpayerId!, person, CancellationToken.None))!;
        await Services.GetRequiredService<Users>().ChangeRightsAsync(
            caller, caller.User.UserId, new Rights(true, true), caller.User.ETag, CancellationToken.None);
        return ((await membership.FindAsync(taxpayerId!, person, CancellationToken.None))!, manager);
    }

    public async Task<RegistrationResult.Registered> RegisterAsync(Caller caller, int drivers, SecretChoice secret)
    {
        var people = TestPerson.Drivers(drivers).Select(driver => new Driver(PersonOf(driver).Code, driver.Name)).ToList();
        return (RegistrationResult.Registered)await Services.GetRequiredService<Registration>().RegisterAsync(
            new RegistrationRequest(caller, Crockford.Draw(26), secret, people), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Person PersonOf(TestPerson person) =>
        PersonalCode.TryParse(person.Code, out var code) ? new Person(code, person.Name) : throw new InvalidOperationException("A made-up code is none.");
}
