using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Eds.Bench;

/// <param name="Retried">An earlier attempt of the same request may have been applied, though it got no final answer.</param>
internal sealed record Reply<T>(T Answer, bool Retried)
    where T : Answer
{
    public int Status => Answer.Status;

    public override string ToString() => $"{Answer}";
}

/// <summary>Sends a request again until the answer is final: after no answer, a 503, or 409 registration-in-progress.</summary>
/// <param name="address">Chooses the server of each attempt.</param>
internal sealed class RetryingClient(Func<Uri> address, FaultCounters counters)
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        Timeout = TimeSpan.FromSeconds(30), // a server that is killed answers none of its requests
    };

    private readonly ConcurrentDictionary<(Uri Server, string PersonalCode), string> _tokens = new();
    public FaultCounters Counters => counters;

    /// <param name="caller">Who is signed in; null: nobody.</param>
    /// <exception cref="TimeoutException">There was no final answer in two minutes.</exception>
    public async Task<Reply<T>> SendAsync<T>(TestPerson? caller, Func<EdsClient, Task<T>> request)
        where T : Answer
    {
        var (started, retried) = (TimeProvider.System.GetTimestamp(), false);
        while (TimeProvider.System.GetElapsedTime(started) < GiveUpAfter)
        {
            if (await TryAsync(caller, request) is { } answer && !IsRetryable(answer))
            {
                return new Reply<T>(answer, retried);
            }

            retried = true;
            await Task.Delay(Pause);
        }

        throw new TimeoutException($"No final answer in {GiveUpAfter}.");
    }

    /// <summary>Sends the request once.</summary>
    /// <returns>Null: there was no answer.</returns>
    public async Task<T?> TryAsync<T>(TestPerson? caller, Func<EdsClient, Task<T>> request, CancellationToken cancellation = default)
        where T : Answer
    {
        var client = new EdsClient(Http, address()) { Cancellation = cancellation };
        try
        {
            var answer = await AttemptAsync(client, caller, request);
            if (answer.Status == 401 && caller is not null && _tokens.TryRemove((client.BaseAddress, caller.Code), out _))
            {
                answer = await AttemptAsync(client, caller, request); // the token had expired
            }

            if (IsRetryable(answer))
            {
                counters.CountRetryable();
            }

            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            counters.CountUnanswered();
            return null;
        }
    }

    private static bool IsRetryable(Answer answer) => answer.Status == 503 || answer.Code is "registration-in-progress";

    private async Task<T> AttemptAsync<T>(EdsClient client, TestPerson? caller, Func<EdsClient, Task<T>> request)
    {
        counters.CountAttempt(); // also counts a sign-in that gets no answer
        if (caller is null)
        {
            return await request(client);
        }

        var key = (client.BaseAddress, caller.Code);
        string[] roles = caller == TestPerson.Operator ? ["Operator"] : [];
        var token = _tokens.GetValueOrDefault(key) ?? (_tokens[key] = await caller.SignInAsync(client, roles));
        return await request(client.As(token));
    }
}
