namespace Eds.LocalHost;

/// <summary>The one client of the sign-in: the portal, a public client, at this host's address or on Vite's development server.</summary>
internal sealed class PortalClient(Uri address)
{
    public const string Id = "eds-portal-web";

    private readonly string[] _origins =
    [
        address.GetLeftPart(UriPartial.Authority), $"http://localhost:{address.Port}", "http://127.0.0.1:5173", "http://localhost:5173",
    ];

    public bool MaySignInAt(string? redirectUri) => _origins.Any(origin => redirectUri == $"{origin}/signed-in");

    public bool MaySignOutTo(string? redirectUri) => _origins.Any(origin => redirectUri == $"{origin}/");
}
