using static Eds.Tests.TestKeys;

namespace Eds.Tests;

public sealed class MalformedKeysTest
{
    private readonly CapturingLogger<Keys> _log = new();
    private readonly ScriptedKeyring _keyring = new();
    private readonly Keys _keys;

    public MalformedKeysTest() => _keys = new Keys(_keyring, new FakeTimeProvider(Noon), _log);

    public static TheoryData<string> NotPeppers =>
        ["", "short", "not base64 at all, but long enough to be a key, if it were", Base64From(7)[..40]];

    public static TheoryData<string> NotSigningKeys
    {
        get
        {
            using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var rsa = RSA.Create(2048);
            return
            [
                "",
                PepperValue,
                p384.ExportPkcs8PrivateKeyPem(),
                rsa.ExportPkcs8PrivateKeyPem(),
                p256.ExportECPrivateKeyPem(),
                p256.ExportSubjectPublicKeyInfoPem(),
                p256.ExportPkcs8PrivateKeyPem().Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal),
                p256.ExportPkcs8PrivateKeyPem().Replace("M", "A", StringComparison.Ordinal),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(NotPeppers))]
    public async Task A_malformed_pepper_is_named_with_version_and_rule_but_not_shown(string value)
    {
        _keyring.With(KeyName.Pepper, Version("v7", Noon, value));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.PepperAsync(Cancellation));

        Assert.Equal("The key Pepper, version v7, is malformed: it must be base64 of at least 32 bytes.", failure.Message);
        AssertNowhere(value, failure);
    }

    [Theory]
    [MemberData(nameof(NotSigningKeys), DisableDiscoveryEnumeration = true)]
    public async Task A_malformed_signing_key_is_named_with_version_and_rule_but_not_shown(string value)
    {
        _keyring.With(KeyName.TokenSigning, Version("v7", Noon, value));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.SigningAsync(Cancellation));

        Assert.Equal(
            "The key TokenSigning, version v7, is malformed: it must be an EC P-256 private key as PKCS#8 PEM (BEGIN PRIVATE KEY).",
            failure.Message);
        AssertNowhere(value, failure);
    }

    [Fact]
    public async Task A_malformed_newer_version_does_not_take_down_a_working_older_one()
    {
        _keyring.With(KeyName.Pepper, Version("bad", Noon.AddHours(-2), "oops"), Version("good", Noon.AddDays(-2), PepperValue));

        Assert.Equal("good", (await _keys.PepperAsync(Cancellation)).Version);
        Assert.Null(await _keys.PepperAsync("bad", Cancellation));

        var error = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Error, 102), (error.Level, error.Id));
        Assert.Contains("bad", error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_oldest_lookup_key_is_not_replaced_by_a_newer_one()
    {
        _keyring.With(KeyName.Lookup, Version("second", Noon.AddHours(-2), LookupValue), Version("first", Noon.AddDays(-2), "oops"));

        var failure = await Assert.ThrowsAsync<KeysUnavailableException>(async () => await _keys.LookupAsync(Cancellation));

        Assert.Contains("version first", failure.Message, StringComparison.Ordinal);
    }

    private void AssertNowhere(string value, KeysUnavailableException failure)
    {
        if (value.Length > 0)
        {
            Assert.DoesNotContain(value, failure.ToString(), StringComparison.Ordinal);
            Assert.All(_log.Entries, entry => Assert.DoesNotContain(value, entry.Text, StringComparison.Ordinal));
        }
    }
}
