namespace Eds.LocalHost;

/// <summary>A file that one process at a time holds open. It is let go however that process ends.</summary>
internal static class FileLock
{
    /// <returns>Null: another holds it.</returns>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
