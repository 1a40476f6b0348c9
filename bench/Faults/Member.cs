using Eds.Tests;

namespace Eds.Bench;

/// <summary>A secret that clients share. <see cref="Text"/> null: generated, and not told yet.</summary>
internal sealed class SharedSecret
{
    public string? Id { get; set; }

    public string? Text { get; set; }
}

/// <summary>A client as its manager knows it.</summary>
internal sealed class Member(TestPerson driver, string clientId, SharedSecret secret)
{
    public TestPerson Driver => driver;

    public string ClientId => clientId;

    public SharedSecret Secret => secret;

    public string Name { get; set; } = driver.Name;

    private Dictionary<string, string> Form => new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = ClientId,
        ["client_secret"] = Secret.Text!,
    };

    /// <summary>Gets a token and uses it.</summary>
    public async Task UseAsync(Insistent caller, Tally tally)
    {
        // Another server may have the secret as it was a second ago, or a clock that is an hour away from that of the one which signed.
        const int Tries = 20;
        const int Refusals = 2;
        var (reply, said, refused) = (Reply.None, Reply.None, 0);
        for (var i = 0; i < Tries && refused <= Refusals; i++)
        {
            reply = await caller.SendAsync(HttpMethod.Post, "api/taxi/auth", null, Form);
            if (reply.Status == 200)
            {
                said = await caller.SendAsync(HttpMethod.Get, "api/taxi/whoami", null, null, ("Authorization", $"Bearer {reply.Body["access_token"]}"));
                if (said.Status == 200)
                {
                    break;
                }
            }
            else
            {
                refused++;
                await Task.Delay(TimeSpan.FromSeconds(1.1));
            }
        }

        if (said.Status != 200)
        {
            tally.Lose($"client {ClientId} cannot get and use a token: {reply}, {said}");
        }
        else if (said.Body["driver"]!["name"]!.GetValue<string>() != Name)
        {
            tally.Lose($"client {ClientId} has an earlier name of its driver");
        }
    }

    /// <summary>Once annulled it gets no token, whatever it tries.</summary>
    public async Task IsRefusedAsync(Insistent caller, Tally tally)
    {
        var reply = await caller.SendAsync(HttpMethod.Post, "api/taxi/auth", null, Form);
        if (reply.Status is not (401 or 429))
        {
            tally.Lose($"the annulled client {ClientId} got {reply.Status}");
        }
    }
}
