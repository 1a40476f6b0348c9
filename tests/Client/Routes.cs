namespace Eds.Client;

/// <param name="Path">Without the base address and a leading slash; a query may follow.</param>
public readonly record struct Route(HttpMethod Method, string Path)
{
    /// <summary>With these query parameters; what is null is left out.</summary>
    public Route With(params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var path = Path;
        foreach (var (name, value) in query)
        {
            path += value is null
                ? ""
                : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
        }

        return this with { Path = path };
    }
}

/// <summary>
/// The route of every HTTP function, under the function's name and with its parameters. Parameters stand in the path as they are
/// given, so that a test can send odd ones.
/// </summary>
public static class Routes
{
    public static Route EnrolTaxpayer() => new(HttpMethod.Post, "api/taxpayers");
    public static Route GetMe() => new(HttpMethod.Get, "api/me");
    public static Route ListUsers(string taxpayerId) => new(HttpMethod.Get, Users(taxpayerId));
    public static Route AddUser(string taxpayerId) => new(HttpMethod.Post, Users(taxpayerId));
    public static Route RemoveUser(string taxpayerId, string userId) => new(HttpMethod.Delete, $"{Users(taxpayerId)}/{userId}");
    public static Route ChangeRights(string taxpayerId, string userId) => new(HttpMethod.Put, $"{Users(taxpayerId)}/{userId}/rights");
    public static Route ListEvents(string taxpayerId) => new(HttpMethod.Get, $"api/taxpayers/{taxpayerId}/events");
    public static Route RegisterClients(string taxpayerId) => new(HttpMethod.Post, Clients(taxpayerId));
    public static Route ListClients(string taxpayerId) => new(HttpMethod.Get, Clients(taxpayerId));
    public static Route SearchClients(string taxpayerId) => new(HttpMethod.Post, $"{Clients(taxpayerId)}/search");
    public static Route GetClient(string taxpayerId, string clientId) => new(HttpMethod.Get, $"{Clients(taxpayerId)}/{clientId}");
    public static Route AnnulClients(string taxpayerId) => new(HttpMethod.Post, $"{Clients(taxpayerId)}/annul");
    public static Route GetSummary(string taxpayerId) => new(HttpMethod.Get, $"api/taxpayers/{taxpayerId}/taxi/summary");
    public static Route RotateSecrets(string taxpayerId) => new(HttpMethod.Post, $"{Secrets(taxpayerId)}/rotations");
    public static Route RenameSecret(string taxpayerId, string secretId) => new(HttpMethod.Patch, $"{Secrets(taxpayerId)}/{secretId}");
    public static Route RestrictSecret(string taxpayerId, string secretId) =>
        new(HttpMethod.Put, $"{Secrets(taxpayerId)}/{secretId}/networks");
    public static Route CompleteRotation(string taxpayerId, string secretId) =>
        new(HttpMethod.Post, $"{Secrets(taxpayerId)}/{secretId}/rotation/completion");
    public static Route ChangeClient(string taxpayerId, string clientId) => new(HttpMethod.Patch, $"{Clients(taxpayerId)}/{clientId}");
    public static Route AnnulClient(string taxpayerId, string clientId) => new(HttpMethod.Delete, $"{Clients(taxpayerId)}/{clientId}");
    public static Route ListSecrets(string taxpayerId) => new(HttpMethod.Get, Secrets(taxpayerId));
    public static Route RotateSecret(string taxpayerId, string secretId) =>
        new(HttpMethod.Post, $"{Secrets(taxpayerId)}/{secretId}/rotation");
    public static Route CancelRotation(string taxpayerId, string secretId) =>
        new(HttpMethod.Delete, $"{Secrets(taxpayerId)}/{secretId}/rotation");
    public static Route IssueToken() => new(HttpMethod.Post, "api/taxi/auth");
    public static Route RevokeOwnToken() => new(HttpMethod.Delete, "api/taxi/auth");
    public static Route RevokeToken() => new(HttpMethod.Post, "api/taxi/revoke");
    public static Route IntrospectToken() => new(HttpMethod.Post, "api/taxi/introspect");
    public static Route WhoAmI() => new(HttpMethod.Get, "api/taxi/whoami");
    public static Route ReportCarriage() => new(HttpMethod.Post, "api/taxi/carriage");
    public static Route ListCarriages(string taxpayerId) => new(HttpMethod.Get, Carriages(taxpayerId));
    public static Route SearchCarriages(string taxpayerId) => new(HttpMethod.Post, $"{Carriages(taxpayerId)}/search");
    public static Route SumCarriages(string taxpayerId) => new(HttpMethod.Post, $"{Carriages(taxpayerId)}/totals");
    public static Route GetMetadata() => new(HttpMethod.Get, ".well-known/oauth-authorization-server");
    public static Route GetKeys() => new(HttpMethod.Get, ".well-known/jwks.json");
    public static Route GetHealth() => new(HttpMethod.Get, "api/health");
    public static Route GetOpenApi() => new(HttpMethod.Get, "api/openapi.yaml");

    private static string Users(string taxpayerId) => $"api/taxpayers/{taxpayerId}/users";
    private static string Clients(string taxpayerId) => $"api/taxpayers/{taxpayerId}/taxi/clients";
    private static string Carriages(string taxpayerId) => $"api/taxpayers/{taxpayerId}/taxi/carriages";
    private static string Secrets(string taxpayerId) => $"api/taxpayers/{taxpayerId}/taxi/secrets";
}
