using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Eds.LocalHost;

/// <summary>Keeps the development sign-in away from real data, and from pages of other sites.</summary>
internal static class LocalOnly
{
    /// <exception cref="CannotStartException">A setting points to something that is not on this machine.</exception>
    public static void Require(IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration["KeyVault:Uri"]))
        {
            throw new CannotStartException("LocalHost signs anybody in, so it never runs on real keys: unset KeyVault:Uri.");
        }

        RequireLoopback("Tables:Endpoint", EndpointOf(configuration["Tables:Endpoint"]));
        RequireLoopback("Tables:ConnectionString", AccountOf(configuration["Tables:ConnectionString"]));
    }

    /// <summary>
    /// Answers 400 on /dev, /admin and /config.json to a request for another host: a page of another site reaches 127.0.0.1 by letting its own name
    /// resolve to it (DNS rebinding), but the browser still sends that name.
    /// </summary>
    public static void RefuseForeignHosts(this IApplicationBuilder app) => app.Use(next => context =>
    {
        var path = context.Request.Path;
        var host = context.Request.Host.Host;
        if ((path.StartsWithSegments("/dev") || path.StartsWithSegments("/admin") || path.StartsWithSegments("/config.json"))
            && host != "127.0.0.1" && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return next(context);
    });

    private static void RequireLoopback(string setting, Uri? endpoint)
    {
        if (endpoint is not null && !endpoint.IsLoopback)
        {
            throw new CannotStartException(
                $"LocalHost signs anybody in, so it never runs on real data: {setting} names {endpoint.Host}, which is not this machine.");
        }
    }

    private static Uri? EndpointOf(string? written) =>
        string.IsNullOrEmpty(written) ? null
        : Uri.TryCreate(written, UriKind.Absolute, out var endpoint) ? endpoint
        : throw new CannotStartException("The setting Tables:Endpoint is not an address; for an Azurite of your own, set Tables:ConnectionString.");

    private static Uri? AccountOf(string? connectionString)
    {
        try
        {
            return string.IsNullOrEmpty(connectionString) ? null : new TableServiceClient(connectionString).Uri;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            // The message of the parser could quote the account's key.
            throw new CannotStartException(
                "The setting Tables:ConnectionString is not a connection string such as UseDevelopmentStorage=true.");
        }
    }
}
