namespace Eds.Core;

/// <summary>One attempt to sign in, which holds its turn until it is disposed. Its outcome must be written before it is answered.</summary>
internal sealed class SignInAttempt(SignInThrottle throttle, AttemptSource source, IDisposable turn) : IAsyncDisposable
{
    private readonly Stack<IDisposable> _turns = new([turn]);

    public AttemptSource Source => source;

    /// <summary>As read last; null: no such client.</summary>
    public ClientRow? Client { get; set; }

    /// <summary>Not null: refused unseen; nothing was counted.</summary>
    public TimeSpan? Wait { get; set; }

    /// <summary>The client signed in from this network within 30 days. True also if nothing had to be read.</summary>
    public bool IsKnownNetwork { get; set; } = true;

    /// <summary>Storage has a success of less than a day ago.</summary>
    public bool IsRecorded { get; set; } = true;

    /// <summary>The client's counts as they stand in storage; null: not read.</summary>
    public (FailedAttemptsRow OfNetwork, FailedAttemptsRow Total)? Rows { get; set; }

    /// <summary>Counted as a failure already.</summary>
    public bool IsCounted { get; set; }

    /// <summary>One reading of the secret was wrong: if the others cannot be checked, the attempt has failed.</summary>
    public bool IsWrong { get; set; }

    /// <summary>The secret was checked.</summary>
    public bool IsDecided { get; set; }

    public void Hold(IDisposable turn) => _turns.Push(turn);

    public void Release(int keep = 0)
    {
        while (_turns.Count > keep)
        {
            _turns.Pop().Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!IsDecided && (IsWrong || IsCounted))
            {
                await (IsWrong ? throttle.FailedAsync(this) : throttle.TakeBackAsync(source));
            }
        }
        finally
        {
            Release();
        }
    }
}
