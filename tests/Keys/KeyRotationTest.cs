using static Eds.Tests.TestKeys;

namespace Eds.Tests;

public sealed class KeyRotationTest
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly ScriptedKeyring _keyring = new();
    private readonly Keys _keys;

    public KeyRotationTest() => _keys = new Keys(_keyring, _time, new CapturingLogger<Keys>());

    [Theory]
    [InlineData(0, "a", "a b")]
    [InlineData(3599, "a", "a b")]
    [InlineData(3600, "b", "a b")]
    [InlineData((3 * 3600) - 1, "b", "a b")]
    [InlineData(3 * 3600, "b", "b")]
    public async Task A_signing_key_is_published_then_signs_and_the_old_one_goes_when_its_tokens_are_gone(
        int secondsAfterNoon, string signs, string published)
    {
        KeyVersion[] versions = [Version("a", Noon.AddDays(-90), NewSigning()), Version("b", Noon, NewSigning())];
        var ids = versions.ToDictionary(version => new SigningKey(version).KeyId, version => version.Version);
        _keyring.With(KeyName.TokenSigning, versions);

        _time.Advance(TimeSpan.FromSeconds(secondsAfterNoon));
        var keys = await _keys.SigningAsync(Cancellation);

        Assert.Equal(signs, ids[keys.Current.KeyId]);
        Assert.Equal(published, string.Join(' ', keys.Published.Select(key => ids[key.KeyId]).Order()));
    }

    [Fact]
    public async Task While_all_are_young_the_oldest_is_used()
    {
        _keyring.With(
            KeyName.Pepper,
            Version("a", Noon.AddMinutes(-30), Base64From(0)),
            Version("b", Noon.AddMinutes(-20), Base64From(1)),
            Version("c", Noon.AddMinutes(-10), Base64From(2)));

        Assert.Equal("a", (await _keys.PepperAsync(Cancellation)).Version);
        _time.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal("b", (await _keys.PepperAsync(Cancellation)).Version);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("c", (await _keys.PepperAsync(Cancellation)).Version);
    }
}
