using static Eds.Tests.TestKeys;

namespace Eds.Tests;

public sealed class SecretHasherTest
{
    private const string GeneratedText = "eds_0123456789ABCDEFGHIJKLMNOPQRSTUV0mlu0u";
    private const string ChosenText = "correct horse battery staple 7";

    // Worked out independently (Python's hmac, OpenSSL's Argon2id) under the pepper "old". Stored hashes must stay readable for good:
    // if one of these fails, the code is wrong, not the vector.
    public const string GeneratedHash = "$eds-hmac$k=old$RSklsZb3pnKQV0op6hlhaE4GyPknxoW2x-dAtIn28pM";
    public const string ChosenHash =
        "$eds-argon2id$m=19456,t=2,p=1,k=old$EBESExQVFhcYGRobHB0eHw$f4XyUZZtYlp7Q5ia6Xbh3sHsALpQQUwW50wkPgN0jHc";

    private const string WeakerHash =
        "$eds-argon2id$m=8192,t=1,p=1,k=old$EBESExQVFhcYGRobHB0eHw$kw_5v8cXhCvD-djjY677RyYJeGTFzBDrIK8L9tFwM7s";

    private readonly ScriptedKeyring _keyring = new ScriptedKeyring().With(KeyName.Pepper, Version("old", Noon.AddDays(-9), PepperValue));

    private readonly SecretHasher _hasher;

    public SecretHasherTest() => _hasher = new SecretHasher(new Keys(_keyring, new FakeTimeProvider(Noon), new CapturingLogger<Keys>()));

    [Theory]
    [InlineData(GeneratedText, GeneratedHash, SecretCheck.Right)]
    [InlineData(ChosenText, ChosenHash, SecretCheck.Right)]
    [InlineData(ChosenText, WeakerHash, SecretCheck.RightButOutdated)]
    [InlineData("correct horse battery staple 8", ChosenHash, SecretCheck.Wrong)]
    [InlineData("correct horse battery staple 8", WeakerHash, SecretCheck.Wrong)]
    [InlineData("eds_0123456789ABCDEFGHIJKLMNOPQRSTUW1ifkH8", GeneratedHash, SecretCheck.Wrong)]
    [InlineData(GeneratedText, ChosenHash, SecretCheck.Wrong)]
    [InlineData(ChosenText, GeneratedHash, SecretCheck.Wrong)]
    [InlineData(GeneratedText, null, SecretCheck.Wrong)]
    [InlineData(ChosenText, null, SecretCheck.Wrong)]
    public async Task A_stored_hash_is_checked(string presented, string? stored, SecretCheck expected) =>
        Assert.Equal(expected, await _hasher.CheckAsync(Secret(presented), stored, Cancellation));

    [Theory]
    [InlineData(GeneratedText, @"^\$eds-hmac\$k=old\$[\w-]{43}$", true)]
    [InlineData(ChosenText, @"^\$eds-argon2id\$m=19456,t=2,p=1,k=old\$[\w-]{22}\$[\w-]{43}$", false)] // has a salt of its own
    public async Task A_new_hash_says_how_it_was_made_and_holds_nothing_of_the_secret(string text, string format, bool isAlwaysTheSame)
    {
        var hash = await _hasher.HashAsync(Secret(text), null, Cancellation);

        Assert.Matches(format, hash);
        Assert.Equal(isAlwaysTheSame, hash == await _hasher.HashAsync(Secret(text), null, Cancellation));
        Assert.Equal(SecretCheck.Right, await _hasher.CheckAsync(Secret(text), hash, Cancellation));
    }

    [Theory]
    [InlineData(GeneratedText, GeneratedHash)]
    [InlineData(ChosenText, ChosenHash)]
    public async Task A_hash_under_an_earlier_pepper_is_right_but_outdated(string presented, string stored)
    {
        _keyring.With(KeyName.Pepper, Version("old", Noon.AddDays(-9), PepperValue), Version("new", Noon.AddHours(-1), Base64From(1)));

        Assert.Equal(SecretCheck.RightButOutdated, await _hasher.CheckAsync(Secret(presented), stored, Cancellation));
    }

    [Fact]
    public async Task A_hash_under_a_pepper_that_is_gone_fails_closed_and_names_the_version()
    {
        _keyring.With(KeyName.Pepper, Version("new", Noon.AddDays(-1), PepperValue));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(
            async () => await _hasher.CheckAsync(Secret(GeneratedText), GeneratedHash, Cancellation));

        Assert.Contains("version old", failure.Message, StringComparison.Ordinal);
    }

    private static ClientSecret Secret(string text) => ClientSecret.TryRead(text) ?? throw new ArgumentException(text);
}
