namespace Eds.Core;

/// <summary>
/// A key that is needed cannot be had: an outage, a missing version or a malformed value. The request is refused (503), never let
/// through. The message is for the operator: it names the key and what to look at, and never holds a value.
/// </summary>
public sealed class KeysUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The keyring was read, and no version is to be used: what was known of the key is not to be used any longer either.</summary>
    internal bool NoUsableVersion { get; private init; }

    internal static KeysUnavailableException NoVersion(string message) => new(message) { NoUsableVersion = true };

    internal static KeysUnavailableException Malformed(KeyName name, KeyVersion version, string rule) =>
        new($"The key {name}, version {version.Version}, is malformed: it must be {rule}.");
}
