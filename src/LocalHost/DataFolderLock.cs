using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Eds.LocalHost;

/// <summary>
/// Lets one Azurite at a time use a data folder, by the file azurite.lock in it. Its owner holds the file open. An owner that was killed
/// lets go of it while its Azurite is still saving, so the file also holds that Azurite's process id, and the next owner waits for its end.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="CannotStartException">The folder is still in use after <paramref name="patience"/>.</exception>
    public static async Task<DataFolderLock> TakeAsync(string folder, TimeSpan patience, CancellationToken cancellation)
    {
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patient.CancelAfter(patience);
        FileStream? file = null;
        try
        {
            MakePrivate(folder);
            file = await OpenAsync(Path.Combine(folder, "azurite.lock"), patient.Token);
            await OrphanEndsAsync(file, patient.Token);
            return new DataFolderLock(file);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            file?.Dispose();
            throw new CannotStartException($"Another LocalHost uses the data in {folder}: stop it first.");
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    public void WriteProcessId(int processId)
    {
        _file.SetLength(0);
        _file.Write(Encoding.ASCII.GetBytes(processId.ToString(CultureInfo.InvariantCulture)));
        _file.Flush();
    }

    /// <summary>To be called once the named process has ended: its id may soon be another's. May be called more than once.</summary>
    public void Dispose()
    {
        if (_file.CanWrite)
        {
            _file.SetLength(0);
            _file.Dispose();
        }
    }

    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Between, cancellation);
            }
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
            using var process = Process.GetProcessById(processId);
            // A process that began after its id was written down is another one with the same id. (2 s: clocks are coarse.)
            if (process.StartTime.ToUniversalTime() <= File.GetLastWriteTimeUtc(file.Name).AddSeconds(2))
            {
                await process.WaitForExitAsync(cancellation);
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended, or belongs to somebody else.
        }
    }

    /// <summary>Personal codes and hashes are in it, even if they are made up: other users of the machine have no business there.</summary>
    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder); // within the user's own folders by default
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
