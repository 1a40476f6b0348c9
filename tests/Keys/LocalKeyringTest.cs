using Eds.Core;
using static Eds.Tests.TestKeys;

namespace Eds.Tests;

public sealed class LocalKeyringTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KeyName.Pepper, "one", "7692c3ad3540bb80")]
    [InlineData(KeyName.TokenSigning, "two", "3fc4ccfe745870e2")]
    [InlineData(KeyName.Lookup, "three", "8b5b9db0c13db242")]
    public async Task Each_setting_is_one_version_named_by_its_digest(KeyName name, string value, string version)
    {
        var read = await new LocalKeyring(new KeyOptions { Pepper = "one", TokenSigning = "two", Lookup = "three" }).ReadAsync(name, Cancellation);

        Assert.Equal([new KeyVersion(version, DateTimeOffset.UnixEpoch, value)], read);
    }

    [Fact]
    public async Task All_three_keys_work_from_settings()
    {
        var keys = new Keys(
            new LocalKeyring(new KeyOptions { Pepper = PepperValue, TokenSigning = SigningValue, Lookup = LookupValue }), TimeProvider.System, new CapturingLogger<Keys>());

        Assert.Equal(16, (await keys.PepperAsync(Cancellation)).Version.Length);
        Assert.Single((await keys.SigningAsync(Cancellation)).Published);
        Assert.Equal(26, (await keys.LookupAsync(Cancellation)).Digest("user", "x").Length);
    }
}
