namespace Eds.Tests.LocalHost;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eds-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
