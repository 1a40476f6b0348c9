using System.Globalization;
using Eds.LocalHost;

namespace Eds.Tests.LocalHost;

public sealed class DataFolderLockTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockFile => Path.Combine(_folder.Path, "azurite.lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_orphan_that_still_saves_is_waited_for()
    {
        await WriteOwnIdAsync();

        await Assert.ThrowsAsync<CannotStartException>(TakeAsync);
    }

    [Fact]
    public async Task Another_process_that_was_given_the_id_since_is_not_waited_for()
    {
        await WriteOwnIdAsync();
        File.SetLastWriteTimeUtc(LockFile, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        using var taken = await TakeAsync();
    }

    [Fact]
    public async Task A_lock_given_back_can_be_taken_again()
    {
        var first = await TakeAsync();
        first.WriteProcessId(Environment.ProcessId);
        first.Dispose();

        using var second = await TakeAsync();
        Assert.Equal(0, new FileInfo(LockFile).Length);
    }

    private Task WriteOwnIdAsync() =>
        File.WriteAllTextAsync(
            LockFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);

    private Task<DataFolderLock> TakeAsync() =>
        DataFolderLock.TakeAsync(_folder.Path, TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
}
