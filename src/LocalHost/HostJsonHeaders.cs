using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Eds.LocalHost;

internal static class HostJsonHeaders
{
    /// <summary>Puts extensions.http.customHeaders of the functions' host.json on every answer, whoever gives it.</summary>
    public static void UseHostJsonHeaders(this IApplicationBuilder app)
    {
        var hostJson = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json")).Build();
        var headers = hostJson.GetRequiredSection("extensions:http:customHeaders").GetChildren().Select(header => (header.Key, header.Value)).ToArray();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                foreach (var (name, value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
