using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Eds.LocalHost;

/// <summary>
/// Serves the built portal as Azure Static Web Apps does by the staticwebapp.config.json beside it, but answers unknown paths with the
/// bare 404 of the functions.
/// </summary>
internal static class Portal
{
    private const string Hosting = "staticwebapp.config.json";
    private const string Missing = "The portal is not built. Build it with: dotnet build src/LocalHost\n";

    /// <summary>The paths of its screens. All are index.html, which reads the path.</summary>
    private static readonly string[] Screens = ["/", "/signed-in", "/taxpayers/{**rest}"];
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPortal(this IEndpointRouteBuilder endpoints, string folder)
    {
        endpoints.MapMethods("/config.json", Reading, Settings);
        if (!File.Exists(Path.Combine(folder, Hosting)))
        {
            endpoints.MapMethods("/", Reading, () => Results.Text(Missing, statusCode: StatusCodes.Status404NotFound));
            return;
        }

        var headers = GlobalHeaders(folder);
        var files = new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            OnPrepareResponse = context => Prepare(context, headers),
        };
        foreach (var screen in Screens)
        {
            endpoints.MapFallbackToFile(screen, "index.html", files).WithOrder(0);
        }

        var file = FileOrNotFound(endpoints, files);
        endpoints.MapMethods("/assets/{file}", Reading, file);
        endpoints.MapMethods("/{file}", Reading, file);
    }

    /// <summary>
    /// What differs between deployments. The provider is named as the caller names this host, so that localhost, and Vite in front of
    /// it, are one origin too. (A foreign Host header is refused before, as on /dev.)
    /// </summary>
    private static IResult Settings(HttpRequest request, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        var authority = $"{request.Scheme}://{request.Host}{SignIn.Root}";
        return Results.Json(new { api = "", authority, clientId = PortalClient.Id, scope = "openid profile" });
    }

    private static void Prepare(StaticFileResponseContext context, (string Name, StringValues Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            context.Context.Response.Headers[name] = value;
        }

        // The names of these hold a digest of what is in them.
        var isAsset = context.Context.Request.Path.StartsWithSegments("/assets");
        context.Context.Response.Headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /// <summary>The static files of ASP.NET Core step aside where a route has been chosen, so it is taken back first.</summary>
    private static RequestDelegate FileOrNotFound(IEndpointRouteBuilder endpoints, StaticFileOptions files) =>
        endpoints.CreateApplicationBuilder()
            .Use(next => context =>
            {
                context.SetEndpoint(null);
                return next(context);
            })
            .UseStaticFiles(files)
            .Build();

    /// <summary>__CONNECT__ stands for the addresses of API and provider, which are the portal's own here.</summary>
    private static (string Name, StringValues Value)[] GlobalHeaders(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, Hosting)));
        return
        [
            .. json.RootElement.GetProperty("globalHeaders").EnumerateObject().Select(header =>
                (header.Name, new StringValues(header.Value.GetString()!.Replace(" __CONNECT__", "", StringComparison.Ordinal)))),
        ];
    }
}
