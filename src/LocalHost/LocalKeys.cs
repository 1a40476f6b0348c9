using System.Security.Cryptography;
using System.Text.Json;

namespace Eds.LocalHost;

/// <summary>The three keys, which in Azure are secrets of the Key Vault, by the names of their settings.</summary>
internal static class LocalKeys
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private static readonly string[] Names = ["Keys:Pepper", "Keys:Lookup", "Keys:TokenSigning"];

    /// <summary>Two times 32 random bytes in base64, and a P-256 private key in PKCS#8 PEM.</summary>
    public static Dictionary<string, string?> Make()
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Dictionary<string, string?>
        {
            [Names[0]] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            [Names[1]] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            [Names[2]] = signing.ExportPkcs8PrivateKeyPem(),
        };
    }

    /// <summary>
    /// The keys of the file, made on the first call. Of two that make it at once, one wins and both use the winner's.
    /// Only its owner can read it (on Windows: as its folder allows).
    /// </summary>
    public static Dictionary<string, string?> ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            MakeOnce(path);
        }

        return Read(path);
    }

    private static void MakeOnce(string path)
    {
        // A move that does not overwrite is no test-and-set on Unix: it looks first and moves then.
        using var oneAtATime = new Mutex(initiallyOwned: false, "Eds.LocalHost.keys");
        try
        {
            oneAtATime.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Its owner was killed, and now it is ours. The file is there whole or not at all.
        }

        try
        {
            if (!File.Exists(path))
            {
                Write(path, Make());
            }
        }
        finally
        {
            oneAtATime.ReleaseMutex();
        }
    }

    private static void Write(string path, Dictionary<string, string?> keys)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.tmp";
        File.Delete(temporary); // of one who was killed
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, keys, Readable);
        }

        File.Move(temporary, path);
    }

    private static Dictionary<string, string?> Read(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllText(path)) is { } keys
                && Names.All(name => !string.IsNullOrEmpty(keys.GetValueOrDefault(name))))
            {
                return keys;
            }
        }
        catch (JsonException)
        {
            // Told below: the message of the parser could quote a key.
        }

        throw new CannotStartException(
            $"{path} does not hold the three keys: delete {Path.GetDirectoryName(path)}, its keys and data, and start again.");
    }
}
