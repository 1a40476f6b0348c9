using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Eds.LocalHost;

/// <summary>The host.json of src/Functions, as far as it concerns the answers.</summary>
internal static class HostJson
{
    /// <summary>Puts extensions.http.customHeaders on every answer, whoever gives it.</summary>
    public static void UseCustomHeaders(this IApplicationBuilder app)
    {
        var headers = CustomHeaders();
        app.Use(next => context =>
        {
            context.Response.OnStarting(AddAsync, context.Response);
            return next(context);
        });

        Task AddAsync(object response)
        {
            foreach (var (name, value) in headers)
            {
                ((HttpResponse)response).Headers[name] = value;
            }

            return Task.CompletedTask;
        }
    }

    private static (string Name, StringValues Value)[] CustomHeaders()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "host.json"));
        using var json = JsonDocument.Parse(file);
        var headers = json.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("customHeaders");
        return [.. headers.EnumerateObject().Select(header => (header.Name, new StringValues(header.Value.GetString())))];
    }
}
