namespace Eds.Tests;

/// <summary>A keyring that a test can change, fail and hold up. Versions are given in any order.</summary>
internal sealed class ScriptedKeyring : IKeyring
{
    private readonly ConcurrentDictionary<KeyName, IReadOnlyList<KeyVersion>> _versions = new();
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public bool Down { get; set; }

    /// <summary>While set and not completed, reads wait.</summary>
    public TaskCompletionSource? Held { get; set; }

    public ScriptedKeyring With(KeyName name, params KeyVersion[] versions)
    {
        _versions[name] = [.. versions.OrderByDescending(v => v.CreatedAt)];
        return this;
    }

    public async Task<IReadOnlyList<KeyVersion>> ReadAsync(KeyName name, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        await (Held?.Task ?? Task.CompletedTask);
        return Down ? throw new KeysUnavailableException($"The key {name} is scripted to be down.") : _versions[name];
    }
}
