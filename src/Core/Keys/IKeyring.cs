namespace Eds.Core;

/// <summary>Where keys come from: Key Vault, or settings on a developer's machine.</summary>
public interface IKeyring
{
    /// <summary>All versions in use, newest first; never empty.</summary>
    /// <exception cref="KeysUnavailableException">They cannot be read; or there is none, which it then says.</exception>
    Task<IReadOnlyList<KeyVersion>> ReadAsync(KeyName name, CancellationToken cancellation);
}
