namespace Eds.Core;

/// <summary>The three keys of the product. Each name is also its setting: <c>Keys:Pepper</c>, and so on.</summary>
public enum KeyName
{
    /// <summary>Base64 of at least 32 bytes: keys the hashes of client secrets. Losing it loses every client secret.</summary>
    Pepper,

    /// <summary>PKCS#8 PEM, EC P-256: signs access tokens.</summary>
    TokenSigning,

    /// <summary>Base64 of at least 32 bytes: turns personal codes and the like into table keys. Never rotated.</summary>
    Lookup,
}
