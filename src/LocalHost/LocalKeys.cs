using System.Security.Cryptography;
using System.Text.Json;

namespace Eds.LocalHost;

/// <summary>The three keys, which in Azure are secrets of the Key Vault, by the names of their settings.</summary>
internal static class LocalKeys
{
    public static Dictionary<string, string?> Create()
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new()
        {
            ["Keys:Pepper"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Keys:Lookup"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Keys:TokenSigning"] = signing.ExportPkcs8PrivateKeyPem(),
        };
    }

    /// <summary>Creates the file of keys unless it exists. It is there whole or not at all, and only its owner can read it.</summary>
    public static string Ensure(string path)
    {
        if (!File.Exists(path))
        {
            Folders.CreatePrivate(Path.GetDirectoryName(path)!);
            var temporary = $"{path}.{Environment.ProcessId}";
            File.Create(temporary).Dispose();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.WriteAllText(temporary, JsonSerializer.Serialize(Create()));
            File.Move(temporary, path, overwrite: true);
        }

        return path;
    }
}
