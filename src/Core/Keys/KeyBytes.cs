namespace Eds.Core;

/// <summary>Reads the keys that are plain random bytes, e.g. what <c>openssl rand -base64 32</c> prints.</summary>
internal static class KeyBytes
{
    private const int AtLeast = 32;

    public static byte[] Read(KeyName name, KeyVersion version)
    {
        var bytes = new byte[version.Value.Length];
        return Convert.TryFromBase64String(version.Value, bytes, out var length) && length >= AtLeast
            ? bytes[..length]
            : throw KeysUnavailableException.Malformed(name, version, $"base64 of at least {AtLeast} bytes");
    }
}
