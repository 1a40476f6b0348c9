using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Eds.LocalHost;

/// <summary>Keeps the development sign-in away from real data, and from pages of other sites.</summary>
internal static class LocalOnly
{
    private static readonly string[] GuardedPaths = ["/dev", "/admin", "/config.json"];

    /// <exception cref="CannotStartException">A setting points to something that is not on this machine.</exception>
    public static void Require(IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration["KeyVault:Uri"]))
        {
            throw new CannotStartException("LocalHost signs anybody in, so it never runs on real keys: unset KeyVault:Uri.");
        }

        RequireLoopback(configuration, "Tables:Endpoint", written => new Uri(written));
        RequireLoopback(configuration, "Tables:ConnectionString", written => new TableServiceClient(written).Uri);
    }

    /// <summary>
    /// Answers 400 on /dev, /admin and /config.json to a request for another host: a page of another site reaches 127.0.0.1 by letting its own
    /// name resolve to it (DNS rebinding), but the browser still sends that name.
    /// </summary>
    public static void RefuseForeignHosts(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var host = context.Request.Host.Host;
        if (host == "127.0.0.1" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || !GuardedPaths.Any(path => context.Request.Path.StartsWithSegments(path)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    private static void RequireLoopback(IConfiguration configuration, string setting, Func<string, Uri> parse)
    {
        if (configuration[setting] is not { Length: > 0 } written)
        {
            return;
        }

        Uri endpoint;
        try
        {
            endpoint = parse(written);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            // The message of the parser could quote the account's key.
            throw new CannotStartException($"{setting} cannot be read: set Tables:ConnectionString to one such as UseDevelopmentStorage=true.");
        }

        if (!endpoint.IsLoopback)
        {
            throw new CannotStartException(
                $"LocalHost signs anybody in, so it never runs on real data: {setting} names {endpoint.Host}, which is not this machine.");
        }
    }
}
