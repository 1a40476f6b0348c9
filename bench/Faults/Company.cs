using System.Security.Cryptography;
using Eds.Tests;

namespace Eds.Bench;

/// <summary>
/// A taxpayer, what its rights manager was told, and deeds of his at random. One worker alone acts for it and waits for each answer, so
/// whatever he was told must be so, through any fault. What he gave up waiting for may be so or not, but whole.
/// </summary>
internal sealed partial class Company
{
    private const int MostClients = 150;
    private const int LongestMemory = 30;

    private readonly Insistent _caller;
    private readonly Tally _tally;
    private readonly Dictionary<string, Member> _active = [];
    private readonly List<Member> _annulled = [];
    private readonly List<Abandoned> _abandoned = [];
    private readonly Dictionary<string, int> _deeds = [];

    private Company(Insistent caller, Tally tally, TestPerson manager, string id) => (_caller, _tally, Manager, Id) = (caller, tally, manager, id);

    public string Id { get; }

    public TestPerson Manager { get; }

    /// <summary>Acknowledged registrations.</summary>
    public int Registrations => _deeds.GetValueOrDefault("clients-registered");

    public IReadOnlyDictionary<string, Member> Active => _active;

    public IReadOnlyList<Member> Annulled => _annulled;

    public IReadOnlyDictionary<string, int> Deeds => _deeds;

    public static async Task<Company> EnrolAsync(Insistent caller, Tally tally)
    {
        var manager = TestPerson.New();
        var enrolled = await caller.SendAsync(HttpMethod.Post, "api/taxpayers", TestPerson.Operator, new
        {
            registrationNumber = TestPerson.NewRegistrationNumber(),
            name = "SIA Izturība",
            kind = "legal",
            rightsManager = new { personalCode = manager.Code, name = manager.Name },
        });

        var id = enrolled.Status == 201 || !enrolled.Repeated
            ? enrolled.Body["taxpayerId"]!
            : (await caller.SendAsync(HttpMethod.Get, "api/me", manager)).Body["taxpayers"]![0]!["taxpayerId"]!;
        var company = new Company(caller, tally, manager, id.GetValue<string>());
        var self = (await company.UsersAsync())[0];
        await company.TickAsync(self, manager: true, taxi: true);
        return company;
    }

    /// <summary>One deed at random.</summary>
    public Task StepAsync() => RandomNumberGenerator.GetInt32(100) switch
    {
        _ when _active.Count == 0 => RegisterAsync(3),
        _ when _active.Count > MostClients => AnnulAsync(),
        < 40 => Chance.Pick([.. _active.Values]).UseAsync(_caller, _tally),
        < 46 when _annulled.Count > 0 => Chance.Pick(_annulled).IsRefusedAsync(_caller, _tally),
        < 60 => RegisterAsync(1 + RandomNumberGenerator.GetInt32(5)),
        < 64 => RegisterAsync(60),
        < 68 => AbandonAsync(Chance.Of(50) ? 2 : 60, Chance.Milliseconds(1, 200)),
        < 82 => AnnulAsync(),
        < 87 => RenameAsync(),
        < 89 => LookAsync(),
        < 95 => UserComesAndGoesAsync(),
        _ => RotateAsync(Chance.Pick([.. _active.Values]).Secret),
    };

    public async Task RegisterAsync(int drivers)
    {
        var (people, secret) = (Returning(drivers), NewSecret());
        var reply = await SendAsync(HttpMethod.Post, "taxi/clients", BodyOf(people, secret), KeyOf(NewKey()));
        Registered(people, secret, reply);
        if (secret is { Id: not null, Text: null })
        {
            if (!reply.Repeated)
            {
                _tally.Lose("a generated secret was not told in the only answer");
            }

            await RotateAsync(secret);
        }
    }

    /// <summary>Sends a registration once, waits no longer than this, and never asks again.</summary>
    public async Task AbandonAsync(int drivers, TimeSpan patience)
    {
        var (people, secret, key) = (TestPerson.Drivers(drivers), new SharedSecret { Text = RegistrationFigures.ChosenText() }, NewKey());
        using var impatience = new CancellationTokenSource(patience);
        var reply = await _caller.TryAsync(HttpMethod.Post, Path("taxi/clients"), Manager, BodyOf(people, secret), impatience.Token, KeyOf(key));
        if (reply.Status == 201)
        {
            Registered(people, secret, reply);
        }
        else
        {
            _abandoned.Add(new Abandoned(people, secret, key));
        }
    }

    /// <summary>Asks again what became of the registrations that nobody waited for: whole or absent, and no driver is blocked.</summary>
    public async Task SettleAbandonedAsync()
    {
        foreach (var (people, secret, key) in _abandoned)
        {
            var again = Chance.Of(50) ? key : NewKey();
            var reply = await SendAsync(HttpMethod.Post, "taxi/clients", BodyOf(people, secret), KeyOf(again));
            if (reply.Code is "driver-already-registered" && again != key)
            {
                if (reply.Body["errors"]!.AsArray().Count != people.Count)
                {
                    _tally.FindPartial($"{reply.Body["errors"]!.AsArray().Count} of {people.Count} drivers of an abandoned registration");
                }

                reply = await SendAsync(HttpMethod.Post, "taxi/clients", BodyOf(people, secret), KeyOf(key));
            }

            Registered(people, secret, reply);
        }

        _abandoned.Clear();
    }

    public Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, params (string, string)[] headers) =>
        _caller.SendAsync(method, Path(path), Manager, body, headers);

    private async Task AnnulAsync()
    {
        var member = Chance.Pick([.. _active.Values]);
        if (Expect(204, await SendAsync(HttpMethod.Delete, $"taxi/clients/{member.ClientId}?reason=left"), $"annul {member.ClientId}"))
        {
            _active.Remove(member.Driver.Code);
            _annulled.Add(member);
            Did("client-annulled");
            if (_annulled.Count > LongestMemory)
            {
                _annulled.RemoveAt(0);
            }
        }
    }

    private async Task RenameAsync()
    {
        var member = Chance.Pick([.. _active.Values]);
        var client = await SendAsync(HttpMethod.Get, $"taxi/clients/{member.ClientId}");
        var name = $"Vārds {Core.Crockford.Draw(6)}";
        if (Expect(200, client, $"read {member.ClientId}")
            && Expect(200, await SendAsync(HttpMethod.Patch, $"taxi/clients/{member.ClientId}", new { driver = new { name } }, ("If-Match", client.Body["etag"]!.GetValue<string>())), "rename"))
        {
            member.Name = name;
            Did("client-renamed");
        }
    }

    private async Task RotateAsync(SharedSecret secret)
    {
        var text = RegistrationFigures.ChosenText();
        if (Expect(200, await SendAsync(HttpMethod.Post, $"taxi/secrets/{secret.Id}/rotation", new { secret = new { value = text }, overlapHours = 0 }), "rotate"))
        {
            secret.Text = text;
        }
    }

    private void Registered(IReadOnlyList<TestPerson> people, SharedSecret secret, Reply reply)
    {
        if (!Expect(201, reply, $"register {people.Count}"))
        {
            return;
        }

        Did("clients-registered");
        secret.Id = reply.Body["secretId"]!.GetValue<string>();
        secret.Text ??= reply.Body["secret"]?.GetValue<string>();
        foreach (var (person, client) in people.Zip(reply.Body["clients"]!.AsArray()))
        {
            _active.Add(person.Code, new Member(person, client!["clientId"]!.GetValue<string>(), secret));
        }
    }

    /// <param name="ifRepeated">Also right if the request may have been done before.</param>
    private bool Expect(int status, Reply reply, string what, int? ifRepeated = null)
    {
        var expected = reply.Status == status || (reply.Repeated && reply.Status == ifRepeated);
        if (!expected)
        {
            _tally.Lose($"{what}: {reply}");
        }

        return expected;
    }

    private void Did(string action) => _deeds[action] = _deeds.GetValueOrDefault(action) + 1;

    private SharedSecret NewSecret() => Chance.Pick([0, 1, 2]) switch
    {
        0 => new SharedSecret(),
        1 when _active.Count > 0 => Chance.Pick([.. _active.Values]).Secret,
        _ => new SharedSecret { Text = RegistrationFigures.ChosenText() },
    };

    private static object BodyOf(IReadOnlyList<TestPerson> people, SharedSecret secret) => new
    {
        secret = secret switch
        {
            { Id: { } id } => (object)new { secretId = id },
            { Text: { } value } => new { value },
            _ => new { generate = true },
        },
        drivers = people.Select(person => new { personalCode = person.Code, name = person.Name }),
    };

    /// <summary>So many drivers; some are such as left.</summary>
    private IReadOnlyList<TestPerson> Returning(int count)
    {
        var back = _annulled.Select(member => member.Driver).Where(driver => !_active.ContainsKey(driver.Code) && Chance.Of(10)).DistinctBy(driver => driver.Code).Take(count / 2).ToList();
        return [.. back, .. TestPerson.Drivers(count - back.Count)];
    }

    private string Path(string rest) => $"api/taxpayers/{Id}/{rest}";

    private static string NewKey() => Core.Crockford.Draw(26);

    private static (string, string) KeyOf(string key) => ("Idempotency-Key", key);

    private sealed record Abandoned(IReadOnlyList<TestPerson> People, SharedSecret Secret, string Key);
}
