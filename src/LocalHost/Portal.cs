using Microsoft.Extensions.FileProviders;

namespace Eds.LocalHost;

/// <summary>Serves the built portal as Azure Static Web Apps does, by the staticwebapp.config.json beside it.</summary>
internal static class Portal
{
    /// <param name="folder">Null: there is no portal.</param>
    public static StaticFileOptions FilesOf(string? folder)
    {
        var headers = new Lazy<Dictionary<string, string>>(() => new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder!, "staticwebapp.config.json")).Build()
            .GetRequiredSection("globalHeaders").Get<Dictionary<string, string>>()!);
        return new StaticFileOptions
        {
            FileProvider = folder is null ? new NullFileProvider() : new PhysicalFileProvider(Directory.CreateDirectory(folder).FullName),
            OnPrepareResponse = file =>
            {
                var (path, to) = (file.Context.Request.Path, file.Context.Response.Headers);
                foreach (var (name, value) in headers.Value)
                {
                    to[name] = value.Replace(" __CONNECT__", "", StringComparison.Ordinal); // API and provider are here, too
                }

                // The names of assets hold a digest of what is in them.
                to.CacheControl = path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
            },
        };
    }

    public static void MapScreens(this IEndpointRouteBuilder endpoints, StaticFileOptions files)
    {
        // All screens are index.html, which reads the path.
        foreach (var screen in (string[])["/", "/signed-in", "/taxpayers/{**rest}"])
        {
            endpoints.MapFallbackToFile(screen, "index.html", files).WithOrder(0);
        }

        // The provider is named as the caller names this host, so that localhost, and Vite in front of it, are one origin too.
        endpoints.MapGet("/config.json", (HttpRequest request, HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-store";
            var authority = $"{request.Scheme}://{request.Host}{SignIn.Root}";
            return new { api = "", authority, clientId = SignIn.ClientId, scope = "openid profile" };
        });
    }
}
