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

    /// <summary>Creates the file of keys unless it exists. Only its owner can read it.</summary>
    public static string Ensure(string path)
    {
        if (!File.Exists(path))
        {
            Folders.CreatePrivate(Path.GetDirectoryName(path)!);
            var draft = path + ".new"; // a start that is killed leaves no half of the file
            File.Create(draft).Dispose();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.WriteAllText(draft, JsonSerializer.Serialize(Create()));
            File.Move(draft, path, overwrite: false);
        }

        return path;
    }
}
