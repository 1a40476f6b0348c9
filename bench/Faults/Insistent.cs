using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Eds.Tests;

namespace Eds.Bench;

/// <summary>An answer, or the lack of one (status 0).</summary>
internal sealed record Reply(int Status, string Text)
{
    public static Reply None { get; } = new(0, "");

    /// <summary>The request was sent before, and nothing definite was heard: it may have been done then.</summary>
    public bool Repeated { get; init; }

    public JsonNode Body => JsonNode.Parse(Text)!;

    public string? Code => Status >= 400 ? (Body["code"] ?? Body["error"])?.GetValue<string>() : null;

    public override string ToString() => $"{Status} {(Status >= 400 ? Text : "")}";
}

/// <summary>
/// A caller who sends the same request again until he is told what became of it, as the contract tells him to: after no answer, a 503,
/// or 409 registration-in-progress. Whom he calls may change any time.
/// </summary>
/// <param name="server">The one to call now.</param>
internal sealed class Insistent(Func<Server> server, Tally tally)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A connection that was cut is not worth an hour's wait; a request that is under way when its server dies is answered by no one.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) }) { Timeout = TimeSpan.FromSeconds(30) };

    private readonly ConcurrentDictionary<(Uri Server, string PersonalCode), string> _tokens = new();

    /// <summary>Until there is a definite answer.</summary>
    /// <exception cref="TimeoutException">There was none in two minutes.</exception>
    public async Task<Reply> SendAsync(HttpMethod method, string path, TestPerson? person, object? body = null, params (string Name, string Value)[] headers)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var repeated = false; ; repeated = true)
        {
            var reply = await TryAsync(method, path, person, body, CancellationToken.None, headers);
            if (reply.Status != 0 && reply.Status != 503 && reply.Code is not "registration-in-progress")
            {
                return reply with { Repeated = repeated };
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{method} {path}: {reply} for {Patience}.");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Once.</summary>
    public async Task<Reply> TryAsync(
        HttpMethod method, string path, TestPerson? person, object? body, CancellationToken cancellation, params (string Name, string Value)[] headers)
    {
        try
        {
            var address = server().Address;
            var reply = await TryAsync(address, method, path, person, body, headers, cancellation);
            if (reply.Status == 401 && person is not null && _tokens.TryRemove((address, person.Code), out _))
            {
                reply = await TryAsync(address, method, path, person, body, headers, cancellation); // his sign-in had run out
            }

            if (reply.Status == 503 || reply.Code is "registration-in-progress")
            {
                tally.ToldToTryAgain();
            }

            return reply;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            tally.Unanswered();
            return Reply.None;
        }
    }

    private async Task<Reply> TryAsync(
        Uri address, HttpMethod method, string path, TestPerson? person, object? body, (string, string)[] headers, CancellationToken cancellation)
    {
        tally.Attempt(); // before the sign-in, which may go unanswered too
        var token = person is null ? null : await SignInAsync(address, person, cancellation);
        using var request = new HttpRequestMessage(method, new Uri(address, path))
        {
            Content = body switch
            {
                null => null,
                Dictionary<string, string> form => new FormUrlEncodedContent(form),
                _ => JsonContent.Create(body),
            },
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, cancellation);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    private async Task<string> SignInAsync(Uri address, TestPerson person, CancellationToken cancellation)
    {
        if (_tokens.TryGetValue((address, person.Code), out var known))
        {
            return known;
        }

        var roles = person == TestPerson.Operator ? new[] { "Operator" } : [];
        using var response = await Http.PostAsJsonAsync(new Uri(address, "dev/token"), new { personalCode = person.Code, name = person.Name, roles }, cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>(cancellation);
        return _tokens[(address, person.Code)] = answer!["access_token"]!.GetValue<string>();
    }
}
