namespace Eds.Tests;

public sealed class LocalKeyringTest
{
    [Theory]
    [InlineData(KeyName.Pepper, "one", "7692c3ad3540bb80")]
    [InlineData(KeyName.TokenSigning, "two", "3fc4ccfe745870e2")]
    [InlineData(KeyName.Lookup, "three", "8b5b9db0c13db242")]
    public async Task Each_setting_is_one_version_named_by_its_digest(KeyName name, string value, string version)
    {
        var read = await new LocalKeyring(new KeyOptions { Pepper = "one", TokenSigning = "two", Lookup = "three" })
            .ReadAsync(name, Cancellation);

        Assert.Equal([new KeyVersion(version, DateTimeOffset.UnixEpoch, value)], read);
    }
}
