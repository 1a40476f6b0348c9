using System.Security.Cryptography;
using Eds.LocalHost;

namespace Eds.Tests.LocalHost;

public sealed class LocalKeysTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeysFile => Path.Combine(_folder.Path, "new", "keys.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_call_makes_keys_of_the_right_kind()
    {
        var keys = LocalKeys.ReadOrMake(KeysFile);

        Assert.Equal(32, Convert.FromBase64String(keys["Keys:Pepper"]!).Length);
        Assert.Equal(32, Convert.FromBase64String(keys["Keys:Lookup"]!).Length);
        Assert.NotEqual(keys["Keys:Pepper"], keys["Keys:Lookup"]);
        using var signing = ECDsa.Create();
        signing.ImportFromPem(keys["Keys:TokenSigning"]);
        Assert.Equal(ECCurve.NamedCurves.nistP256.Oid.Value, signing.ExportParameters(includePrivateParameters: false).Curve.Oid.Value);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", keys["Keys:TokenSigning"], StringComparison.Ordinal);
    }

    [Fact]
    public void Later_calls_give_the_same_keys()
    {
        var made = LocalKeys.ReadOrMake(KeysFile);

        Assert.Equal(made, LocalKeys.ReadOrMake(KeysFile));
    }

    [Fact]
    public async Task Of_many_that_make_them_at_once_all_use_the_same()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => LocalKeys.ReadOrMake(KeysFile))));

        Assert.Single(all.Select(keys => keys["Keys:Pepper"]).Distinct());
        Assert.Equal([KeysFile], Directory.GetFiles(Path.GetDirectoryName(KeysFile)!));
    }

    [Fact]
    public void Only_the_owner_can_read_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are those of Unix.");

        LocalKeys.ReadOrMake(KeysFile);

#pragma warning disable CA1416 // Skipped above where it does not exist.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeysFile));
#pragma warning restore CA1416
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Keys:Pepper": "c2VjcmV0", "Keys:Lookup": "", "Keys:TokenSigning": "x"}""")]
    public void A_damaged_file_is_told_without_its_content(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeysFile)!);
        File.WriteAllText(KeysFile, content);

        var refused = Assert.Throws<CannotStartException>(() => LocalKeys.ReadOrMake(KeysFile));

        Assert.StartsWith($"{KeysFile} does not hold the three keys: delete ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.Message, StringComparison.Ordinal);
    }
}
