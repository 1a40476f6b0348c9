using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;

namespace Eds.LocalHost;

/// <summary>
/// Serves the built portal as Azure Static Web Apps does by the staticwebapp.config.json beside it, but answers unknown paths with the
/// bare 404 of the functions.
/// </summary>
internal static class Portal
{
    /// <summary>The paths of its screens. All are index.html, which reads the path.</summary>
    private static readonly string[] Screens = ["/", "/signed-in", "/taxpayers/{**rest}"];
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <param name="folder">May be filled later.</param>
    public static void MapPortal(this IEndpointRouteBuilder endpoints, string folder)
    {
        Directory.CreateDirectory(folder);
        var headers = new Lazy<Dictionary<string, string>>(() => GlobalHeaders(folder));
        var files = new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            OnPrepareResponse = context => Prepare(context.Context, headers.Value),
        };
        foreach (var screen in Screens)
        {
            endpoints.MapFallbackToFile(screen, "index.html", files).WithOrder(0);
        }

        var file = FileOrNotFound(endpoints, files);
        endpoints.MapMethods("/assets/{file}", Reading, file);
        endpoints.MapMethods("/{file}", Reading, file);
        endpoints.MapMethods("/config.json", Reading, Settings);
    }

    /// <summary>
    /// What differs between deployments. The provider is named as the caller names this host, so that localhost, and Vite in front of
    /// it, are one origin too. (A foreign Host header is refused before, as on /dev.)
    /// </summary>
    private static IResult Settings(HttpRequest request, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        var authority = $"{request.Scheme}://{request.Host}{SignIn.Root}";
        return Results.Json(new { api = "", authority, clientId = ClientChecks.ClientId, scope = "openid profile" });
    }

    private static void Prepare(HttpContext context, Dictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value.Replace(" __CONNECT__", "", StringComparison.Ordinal); // API and provider are 'self' here
        }

        // The names of assets hold a digest of what is in them.
        var isAsset = context.Request.Path.StartsWithSegments("/assets");
        context.Response.Headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /// <summary>The static files of ASP.NET Core step aside where a route has been chosen, so it is taken back first.</summary>
    private static RequestDelegate FileOrNotFound(IEndpointRouteBuilder endpoints, StaticFileOptions files) =>
        endpoints.CreateApplicationBuilder()
            .Use((context, next) =>
            {
                context.SetEndpoint(null);
                return next(context);
            })
            .UseStaticFiles(files)
            .Build();

    private static Dictionary<string, string> GlobalHeaders(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "staticwebapp.config.json")));
        return json.RootElement.GetProperty("globalHeaders").Deserialize<Dictionary<string, string>>()!;
    }
}
