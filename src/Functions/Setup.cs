using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Eds.Functions;

public static class Setup
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>ToTransaction the functions need. Both hosts call this and nothing else.</summary>
    /// <exception cref="SettingsException">A setting is missing or wrong; the message names each.</exception>
    public static IServiceCollection AddEds(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = Settings.Read(configuration);
        services.AddEdsCore(settings);
        services.TryAddSingleton<ExceptionMiddleware>();
        services.TryAddSingleton<AccessControl>();
        services.AddAuthentication().AddJwtBearer(AccessControl.SignInScheme, _ => { });
        RemoveDataProtectionStart(services);
        services.AddOptions<JwtBearerOptions>(AccessControl.SignInScheme).Configure<TimeProvider>((options, time) =>
        {
            options.Authority = settings.Authority;
            options.RequireHttpsMetadata = new Uri(settings.Authority).Scheme == Uri.UriSchemeHttps;
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAudience = settings.SignInAudience,
                ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
                RequireExpirationTime = true,
                LifetimeValidator = (from, to, _, _) =>
                    to + ClockSkew > time.GetUtcNow().UtcDateTime && !(from - ClockSkew > time.GetUtcNow().UtcDateTime),
            };
        });
        return services;
    }

    /// <summary>Authentication brings data protection, for cookies. There are none here, and its start would write keys to disk.</summary>
    internal static void RemoveDataProtectionStart(IServiceCollection services)
    {
        foreach (var start in services.Where(service =>
            service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DataProtectionServiceCollectionExtensions).Assembly).ToList())
        {
            services.Remove(start);
        }
    }
}
