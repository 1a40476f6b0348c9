using static Eds.Tests.TestKeys;

namespace Eds.Tests;

public sealed class MalformedKeysTest
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CapturingLogger<Keys> _log = new();
    private readonly ScriptedKeyring _keyring = new();
    private readonly Keys _keys;

    public MalformedKeysTest() => _keys = new Keys(_keyring, _time, _log);

    public static TheoryData<KeyName, string> Malformed
    {
        get
        {
            using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var rsa = RSA.Create(2048);
            var good = p256.ExportPkcs8PrivateKeyPem();
            string[] peppers = ["", "short", "not base64 at all, but long enough to be a key, if it were", Base64From(7)[..40]];
            string[] signingKeys =
            [
                "", PepperValue, p384.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), p256.ExportECPrivateKeyPem(),
                p256.ExportSubjectPublicKeyInfoPem(), good.Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal),
                good.Replace("M", "A", StringComparison.Ordinal),
            ];
            return [.. peppers.Select(value => (KeyName.Pepper, value)), .. signingKeys.Select(value => (KeyName.TokenSigning, value))];
        }
    }

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public async Task A_malformed_key_is_named_with_version_and_rule_but_not_shown(KeyName name, string value)
    {
        _keyring.With(name, Version("v7", Noon, value));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () =>
            _ = name is KeyName.Pepper ? (object)await _keys.PepperAsync(Cancellation) : await _keys.SigningAsync(Cancellation));

        var rule = name is KeyName.Pepper
            ? "base64 of at least 32 bytes."
            : "an EC P-256 private key as PKCS#8 PEM (BEGIN PRIVATE KEY).";
        Assert.Equal($"The key {name}, version v7, is malformed: it must be {rule}", failure.Message);
        Assert.All(
            _log.Entries.Select(entry => entry.Text).Append($"{failure}"),
            text => Assert.True(value.Length == 0 || !text.Contains(value, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_malformed_version_neither_takes_down_another_nor_keeps_a_gone_one_in_use()
    {
        _keyring.With(KeyName.Pepper, Version("bad", Noon.AddHours(-2), "oops"), Version("good", Noon.AddDays(-2), PepperValue));
        Assert.Equal("good", (await _keys.PepperAsync(Cancellation)).Version);
        Assert.Null(await _keys.PepperAsync("bad", Cancellation));

        var error = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Error, 102), (error.Level, error.Id));
        Assert.Contains("bad", error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", error.Text, StringComparison.Ordinal);

        _keyring.With(KeyName.Pepper, Version("bad", Noon.AddHours(-2), "oops"));
        _time.Advance(TimeSpan.FromMinutes(5));
        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.PepperAsync(Cancellation));
        Assert.Contains("malformed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_oldest_lookup_key_is_not_replaced_by_a_newer_one()
    {
        _keyring.With(KeyName.Lookup, Version("second", Noon.AddHours(-2), LookupValue), Version("first", Noon.AddDays(-2), "oops"));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.LookupAsync(Cancellation));

        Assert.Contains("version first", failure.Message, StringComparison.Ordinal);
    }
}
