using System.Security.Cryptography;
using System.Text.Json;

namespace Eds.LocalHost;

/// <summary>The three keys, which in Azure are secrets of the Key Vault, by the names of their settings.</summary>
internal static class LocalKeys
{
    private static readonly string[] Names = ["Keys:Pepper", "Keys:Lookup", "Keys:TokenSigning"];

    /// <summary>Two times 32 random bytes in base64, and a P-256 private key in PKCS#8 PEM.</summary>
    public static Dictionary<string, string?> Create()
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Dictionary<string, string?>
        {
            [Names[0]] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            [Names[1]] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            [Names[2]] = signing.ExportPkcs8PrivateKeyPem(),
        };
    }

    /// <summary>The keys of the file, which the first call creates. Only its owner can read it.</summary>
    public static Dictionary<string, string?> ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Write(path, Create());
        }

        try
        {
            var keys = JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllText(path));
            if (keys is not null && Names.All(name => !string.IsNullOrEmpty(keys.GetValueOrDefault(name))))
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

    /// <summary>In a temporary file first, so that the file is there whole or not at all.</summary>
    private static void Write(string path, Dictionary<string, string?> keys)
    {
        Folders.CreatePrivate(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, keys);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
