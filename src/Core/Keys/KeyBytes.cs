namespace Eds.Core;

internal static class KeyBytes
{
    private const int MinLength = 32;

    public static byte[] Read(KeyName name, KeyVersion version)
    {
        var bytes = new byte[version.Value.Length];
        return Convert.TryFromBase64String(version.Value, bytes, out var length) && length >= MinLength
            ? bytes[..length]
            : throw KeysUnavailableException.Malformed(name, version, $"base64 of at least {MinLength} bytes");
    }
}
