using Moq;
using static Eds.Tests.TestKeys;

namespace Eds.Tests;

public sealed class KeysTest
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CapturingLogger<Keys> _log = new();
    private readonly ScriptedKeyring _keyring = new();
    private readonly Keys _keys;

    public KeysTest()
    {
        _keyring.With(KeyName.Pepper, Version("old", Noon.AddDays(-9), Base64From(0)));
        _keys = new Keys(_keyring, _time, _log);
    }

    [Fact]
    public async Task Keys_are_read_again_after_five_minutes_whatever_the_wall_clock_says()
    {
        var clock = new Mock<TimeProvider>();
        clock.SetupGet(time => time.TimestampFrequency).Returns(_time.TimestampFrequency);
        clock.Setup(time => time.GetTimestamp()).Returns(_time.GetTimestamp);
        clock.SetupSequence(time => time.GetUtcNow()).Returns(Noon).Returns(Noon.AddHours(1)).Returns(Noon.AddHours(-1));
        var keys = new Keys(_keyring, clock.Object, _log);
        await keys.PepperAsync(Cancellation);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await keys.PepperAsync(Cancellation);
        Assert.Equal(1, _keyring.Reads);

        _time.Advance(TimeSpan.FromTicks(1));
        await keys.PepperAsync(Cancellation);
        Assert.Equal(2, _keyring.Reads);
    }

    [Fact]
    public async Task A_failed_refresh_keeps_the_old_version_warns_once_and_is_tried_again_after_30_s()
    {
        await _keys.PepperAsync(Cancellation);
        _keyring.Down = true;
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("old", (await _keys.PepperAsync(Cancellation)).Version);
        Assert.Equal("old", (await _keys.PepperAsync(Cancellation)).Version);

        var warning = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Warning, 100), (warning.Level, warning.Id));
        Assert.Equal(2, _keyring.Reads);

        _time.Advance(TimeSpan.FromSeconds(29));
        await _keys.PepperAsync(Cancellation);
        Assert.Equal(2, _keyring.Reads);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _keys.PepperAsync(Cancellation);
        Assert.Equal(3, _keyring.Reads);
    }

    [Fact]
    public async Task Without_any_key_it_fails_closed_asks_once_a_second_and_recovers()
    {
        _keyring.Down = true;
        for (var i = 0; i < 50; i++)
        {
            var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.PepperAsync(Cancellation));
            Assert.Contains(nameof(KeyName.Pepper), failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, _keyring.Reads);
        Assert.Equal((LogLevel.Error, 101), _log.Entries.Select(entry => (entry.Level, entry.Id)).Single());

        _keyring.Down = false;
        await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.PepperAsync(Cancellation));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("old", (await _keys.PepperAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task A_missed_version_is_looked_for_at_once_but_at_most_every_30_s()
    {
        await _keys.PepperAsync(Cancellation);
        _time.Advance(TimeSpan.FromSeconds(30));
        _keyring.With(KeyName.Pepper, Version("new", _time.GetUtcNow(), Base64From(1)), Version("old", Noon.AddDays(-9), Base64From(0)));

        Assert.Equal("new", (await _keys.PepperAsync("new", Cancellation))?.Version);
        Assert.Equal(2, _keyring.Reads);

        for (var i = 0; i < 50; i++)
        {
            Assert.Null(await _keys.PepperAsync("made-up", Cancellation));
        }

        Assert.Equal(2, _keyring.Reads);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await _keys.PepperAsync("made-up", Cancellation));
        Assert.Equal(3, _keyring.Reads);
    }

    [Fact]
    public async Task While_one_caller_refreshes_the_others_use_the_old_version()
    {
        await _keys.PepperAsync(Cancellation);
        _time.Advance(TimeSpan.FromMinutes(6));
        _keyring.With(KeyName.Pepper, Version("new", Noon.AddDays(-1), Base64From(1)));
        _keyring.Held = new TaskCompletionSource();

        var reader = _keys.PepperAsync(Cancellation).AsTask();
        var other = _keys.PepperAsync(Cancellation);
        Assert.True(other.IsCompleted); // without waiting
        Assert.Equal("old", (await other).Version);
        Assert.False(reader.IsCompleted);

        _keyring.Held.SetResult();
        Assert.Equal("new", (await reader).Version);
        Assert.Equal(2, _keyring.Reads);
    }

    [Fact]
    public async Task Callers_share_one_read_and_one_who_gives_up_does_not_end_it()
    {
        _keyring.Held = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        var first = _keys.PepperAsync(impatient.Token).AsTask();
        var second = _keys.PepperAsync(Cancellation).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _keyring.Held.SetResult();

        Assert.Equal("old", (await second).Version);
        Assert.Equal(1, _keyring.Reads);
    }
}
