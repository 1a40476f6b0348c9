namespace Eds.Tests;

/// <summary>The secrets of a <see cref="FakeVault"/>, and what Key Vault's REST API says of them.</summary>
internal sealed class FakeVaultContents
{
    /// <summary>Small, so that three versions make two pages. The real one has 25.</summary>
    private const int PageSize = 2;

    private readonly List<Stored> _versions = [];

    public string Add(string name, string value, DateTimeOffset createdAt)
    {
        var version = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _versions.Add(new Stored(name, version, value, createdAt.ToUnixTimeSeconds()));
        return version;
    }

    public void Disable(string version)
    {
        var index = _versions.FindIndex(stored => stored.Version == version);
        _versions[index] = _versions[index] with { Enabled = false };
    }

    public (HttpStatusCode Status, object Body) List(Uri vault, string name, int skip)
    {
        var all = _versions.Where(stored => stored.Name == name).ToList();
        var next = skip + PageSize < all.Count
            ? new Uri(vault, $"secrets/{name}/versions?api-version=7.6&$skiptoken={skip + PageSize}")
            : null;
        return (HttpStatusCode.OK, new { value = all.Skip(skip).Take(PageSize).Select(stored => Item(vault, stored)), nextLink = next });
    }

    public (HttpStatusCode Status, object Body) Read(Uri vault, string name, string version) =>
        _versions.Find(stored => stored.Name == name && stored.Version == version) switch
        {
            null => (HttpStatusCode.NotFound, Error("SecretNotFound")),
            { Enabled: false } => (HttpStatusCode.Forbidden, Error("Forbidden")),
            var stored => (HttpStatusCode.OK, Item(vault, stored, stored.Value)),
        };

    public static object Error(string code) => new { error = new { code, message = $"{code}, says the fake vault." } };

    private static object Item(Uri vault, Stored stored, string? value = null) => new
    {
        value,
        id = new Uri(vault, $"secrets/{stored.Name}/{stored.Version}"),
        attributes = new { enabled = stored.Enabled, created = stored.Created, updated = stored.Created },
    };

    private sealed record Stored(string Name, string Version, string Value, long Created, bool Enabled = true);
}
