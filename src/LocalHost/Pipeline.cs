using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.HttpOverrides;

namespace Eds.LocalHost;

/// <summary>What a request passes through.</summary>
internal static class Pipeline
{
    public static void Build(IApplicationBuilder app, EdsHostOptions options)
    {
        var portal = Portal.FilesOf(options.SignInOnly ? null : options.PortalFolder);
        app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        UseHostJsonHeaders(app);

        // DNS rebinding: another site's page reaches 127.0.0.1 when its own name resolves to it, but the browser still sends that name.
        app.UseHostFiltering();

        // OpenIddict answers from within the authentication middleware. Nothing else passes through it.
        app.UseWhen(context => context.Request.Path.StartsWithSegments(SignIn.Root), provider => provider.UseAuthentication());
        app.UseStaticFiles(portal);
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapFunctions(options.SignInOnly ? [] : options.Functions);

            // They answer 415 themselves; routing would leave what is not JSON to the 404 for any path.
            var own = endpoints.MapGroup("");
            ((IEndpointConventionBuilder)own).Finally(
                endpoint => endpoint.Metadata.Remove(endpoint.Metadata.OfType<IAcceptsMetadata>().Single()));
            own.MapScriptTokens();
            endpoints.ServiceProvider.GetService<TimerFunctions>()?.Map(own);
            endpoints.MapScreens(portal);
        });
    }

    /// <summary>Those of the functions' host.json, on every answer.</summary>
    private static void UseHostJsonHeaders(IApplicationBuilder app)
    {
        var headers = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json")).Build()
            .GetRequiredSection("extensions:http:customHeaders").Get<Dictionary<string, string>>()!;
        app.Use((context, next) =>
        {
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return next(context);
        });
    }
}
