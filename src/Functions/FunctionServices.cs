using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Eds.Functions;

public static class FunctionServices
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Everything the functions need. Both hosts call this and nothing else.</summary>
    public static IServiceCollection AddEds(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEdsCore(configuration);
        services.TryAddSingleton<ExceptionMiddleware>();
        services.TryAddSingleton<AccessControl>();
        services.AddAuthentication().AddJwtBearer(AccessControl.SignInScheme, _ => { });
        RemoveDataProtectionStart(services);
        services.AddOptions<JwtBearerOptions>(AccessControl.SignInScheme).Configure<TimeProvider, EdsOptions>((jwt, time, options) =>
        {
            jwt.Authority = options.Portal.Authority;
            jwt.RequireHttpsMetadata = new Uri(options.Portal.Authority).Scheme == Uri.UriSchemeHttps;
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAudience = options.Portal.Audience,
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
        var starts = services.Where(service =>
            service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DataProtectionServiceCollectionExtensions).Assembly);
        starts.ToList().ForEach(start => services.Remove(start));
    }
}
