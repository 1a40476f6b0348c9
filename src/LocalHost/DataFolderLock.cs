using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Eds.LocalHost;

/// <summary>
/// Lets one Azurite at a time use a data folder: its owner holds the file azurite.lock open. The file has Azurite's process id, because
/// an owner that was killed lets go of the file while its Azurite is still saving.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private static readonly TimeSpan LongestSave = TimeSpan.FromSeconds(20);
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="CannotStartException">The folder is in use.</exception>
    public static async Task<DataFolderLock> TakeAsync(string folder, CancellationToken cancellation)
    {
        Folders.CreatePrivate(folder);
        var path = Path.Combine(folder, "azurite.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new CannotStartException($"Another LocalHost uses the data in {folder}: stop it, or choose another folder (--Data).", e);
        }

        try
        {
            await OrphanEndsAsync(file, cancellation);
            return new DataFolderLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Write(int processId)
    {
        _file.SetLength(0);
        _file.Write(Encoding.ASCII.GetBytes(processId.ToString(CultureInfo.InvariantCulture)));
        _file.Flush();
    }

    /// <summary>To be called once Azurite has ended: its process id may soon be another's. May be called more than once.</summary>
    public void Dispose()
    {
        if (_file.CanWrite)
        {
            _file.SetLength(0);
            _file.Dispose();
        }
    }

    private static async Task OrphanEndsAsync(FileStream file, CancellationToken cancellation)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        if (!int.TryParse(await reader.ReadToEndAsync(cancellation), NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
        {
            return;
        }

        try
        {
            using var orphan = Process.GetProcessById(processId);

            // A process that began after its id was written is another one. (2 s: clocks are coarse.)
            if (orphan.StartTime.ToUniversalTime() <= File.GetLastWriteTimeUtc(file.Name).AddSeconds(2))
            {
                Console.Error.WriteLine("A LocalHost was killed, and its storage is still saving: waiting for that …");
                await orphan.WaitForExitAsync(cancellation).WaitAsync(LongestSave, cancellation);
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended, or belongs to another user.
        }
        catch (TimeoutException e)
        {
            throw new CannotStartException($"Process {processId} still uses the data in {Path.GetDirectoryName(file.Name)}: end it.", e);
        }
    }
}
