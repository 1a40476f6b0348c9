using Microsoft.Extensions.Time.Testing;
using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>Many callers at once.</summary>
public sealed class KeysSharedTest
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly ScriptedKeyring _keyring = new();
    private readonly Keys _keys;

    public KeysSharedTest()
    {
        _keyring.With(KeyName.Pepper, Version("old", Noon.AddDays(-9), Base64From(0)));
        _keys = new Keys(_keyring, _time, new CapturingLogger<Keys>());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_without_a_key_share_one_read()
    {
        _keyring.AccessControl = new TaskCompletionSource();
        var callers = Enumerable.Range(0, 16).Select(_ => _keys.PepperAsync(Cancellation).AsTask()).ToArray();
        Assert.DoesNotContain(callers, caller => caller.IsCompleted);

        _keyring.AccessControl.SetResult();

        Assert.All(await Task.WhenAll(callers), pepper => Assert.Equal("old", pepper.Version));
        Assert.Equal(1, _keyring.Reads);
    }

    [Fact]
    public async Task While_one_caller_refreshes_the_others_use_the_old_version()
    {
        await _keys.PepperAsync(Cancellation);
        _time.Advance(TimeSpan.FromMinutes(6));
        _keyring.With(KeyName.Pepper, Version("new", Noon.AddDays(-1), Base64From(1)));
        _keyring.AccessControl = new TaskCompletionSource();

        var reader = _keys.PepperAsync(Cancellation).AsTask();
        var other = _keys.PepperAsync(Cancellation);
        Assert.True(other.IsCompleted); // without waiting
        Assert.Equal("old", (await other).Version);
        Assert.False(reader.IsCompleted);

        _keyring.AccessControl.SetResult();
        Assert.Equal("new", (await reader).Version);
        Assert.Equal(2, _keyring.Reads);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_end_the_read_for_the_others()
    {
        _keyring.AccessControl = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        var first = _keys.PepperAsync(impatient.Token).AsTask();
        var second = _keys.PepperAsync(Cancellation).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _keyring.AccessControl.SetResult();

        Assert.Equal("old", (await second).Version);
        Assert.Equal(1, _keyring.Reads);
    }
}
