using System.Net.Http.Json;

namespace Eds.Tests;

/// <summary>The secrets of a <see cref="FakeVault"/>, and what Key Vault's REST API says of them.</summary>
internal sealed class FakeVaultContents(Uri vault)
{
    /// <summary>Small, so that three versions make two pages. The real one has 25.</summary>
    private const int PageSize = 2;

    private readonly List<Stored> _versions = [];

    public string Add(string name, string value, DateTimeOffset createdAt, DateTimeOffset notBefore, DateTimeOffset expires)
    {
        var version = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _versions.Add(new Stored(
            name, version, value, createdAt.ToUnixTimeSeconds(), notBefore.ToUnixTimeSeconds(), expires.ToUnixTimeSeconds()));
        return version;
    }

    public void Disable(string version)
    {
        var index = _versions.FindIndex(stored => stored.Version == version);
        _versions[index] = _versions[index] with { Enabled = false };
    }

    public HttpResponseMessage List(string name, int skip)
    {
        var all = _versions.Where(stored => stored.Name == name).ToList();
        var next = skip + PageSize < all.Count
            ? new Uri(vault, $"secrets/{name}/versions?api-version=7.6&$skiptoken={skip + PageSize}")
            : null;
        return Answer(HttpStatusCode.OK, new { value = all.Skip(skip).Take(PageSize).Select(stored => Item(stored)), nextLink = next });
    }

    public HttpResponseMessage Read(string name, string version) =>
        _versions.Find(stored => stored.Name == name && stored.Version == version) switch
        {
            null => Error(HttpStatusCode.NotFound),
            { Enabled: false } => Error(HttpStatusCode.Forbidden),
            var stored => Answer(HttpStatusCode.OK, Item(stored, stored.Value)),
        };

    public static HttpResponseMessage Error(HttpStatusCode status, params (string Name, string Value)[] headers) =>
        Answer(status, new { error = new { code = $"{status}", message = "Says the fake vault." } }, headers);

    private static HttpResponseMessage Answer(HttpStatusCode status, object body, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(status) { Content = JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }

    private object Item(Stored stored, string? value = null) => new
    {
        value,
        id = new Uri(vault, $"secrets/{stored.Name}/{stored.Version}"),
        attributes = new
        {
            enabled = stored.Enabled,
            created = stored.Created,
            updated = stored.Created,
            nbf = stored.NotBefore,
            exp = stored.Expires,
        },
    };

    private sealed record Stored(
        string Name, string Version, string Value, long Created, long NotBefore, long Expires, bool Enabled = true);
}
