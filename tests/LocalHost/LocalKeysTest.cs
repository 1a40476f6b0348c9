using Microsoft.Extensions.Configuration;

namespace Eds.Tests.LocalHost;

[Trait("Host", "Own")]
public sealed class LocalKeysTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeysFile => Path.Combine(_folder.Path, "new", "keys.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Hosts_with_one_file_have_the_same_keys_and_only_the_owner_can_read_it()
    {
        var first = await PepperAsync();

        Assert.NotEmpty(first!);
        Assert.Equal(first, await PepperAsync());
        Assert.Equal([KeysFile], Directory.GetFiles(Path.GetDirectoryName(KeysFile)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeysFile));
        }
    }

    [Theory]
    [InlineData("", typeof(InvalidDataException))]
    [InlineData("""{"Keys:Pepper": "c2VjcmV0"}""", typeof(Microsoft.Extensions.Options.OptionsValidationException))]
    public async Task A_damaged_file_is_refused_without_quoting_it(string content, Type expected)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeysFile)!);
        await File.WriteAllTextAsync(KeysFile, content, Cancellation);

        var refused = await Record.ExceptionAsync(PepperAsync);

        Assert.IsType(expected, refused);
        Assert.DoesNotContain("c2VjcmV0", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string?> PepperAsync()
    {
        var settings = new Dictionary<string, string?> { ["Tables:ConnectionString"] = TestRun.Current.ConnectionString };
        await using var host = await EdsHost.StartAsync(new EdsHostOptions { KeysFile = KeysFile, Settings = settings }, Cancellation);
        return host.Services.GetRequiredService<IConfiguration>()["Keys:Pepper"];
    }
}
