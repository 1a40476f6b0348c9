using Microsoft.Extensions.FileProviders;

namespace Eds.LocalHost;

/// <summary>Serves the built portal as Azure Static Web Apps does, by the staticwebapp.config.json beside it.</summary>
internal static class Portal
{
    /// <summary>The paths of its screens. All are index.html, which reads the path.</summary>
    private static readonly string[] Screens = ["/", "/signed-in", "/taxpayers/{**rest}"];

    public static StaticFileOptions FilesOf(string folder)
    {
        Directory.CreateDirectory(folder);
        var headers = new Lazy<Dictionary<string, string>>(() => new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "staticwebapp.config.json")).Build()
            .GetRequiredSection("globalHeaders").Get<Dictionary<string, string>>()!);
        return new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            OnPrepareResponse = file =>
            {
                foreach (var (name, value) in headers.Value)
                {
                    // Stands for the addresses of API and provider, which are the portal's own here.
                    file.Context.Response.Headers[name] = value.Replace(" __CONNECT__", "", StringComparison.Ordinal);
                }

                // The names of assets hold a digest of what is in them.
                file.Context.Response.Headers.CacheControl =
                    file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
            },
        };
    }

    public static void MapScreens(this IEndpointRouteBuilder endpoints, StaticFileOptions files)
    {
        foreach (var screen in Screens)
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
