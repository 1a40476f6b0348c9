using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Eds.Core;

public static class CoreServices
{
    private static readonly Type[] Singletons =
    [
        typeof(EdsTables), typeof(PurgeQueue), typeof(BackgroundWrites), typeof(Keys), typeof(Health),
        typeof(Membership), typeof(Enrolment), typeof(Users), typeof(AuditLog),
        typeof(Batches), typeof(ClientStore), typeof(Registration), typeof(Annulment), typeof(BulkAnnulment), typeof(Fleet), typeof(Purge),
        typeof(SecretStore), typeof(SecretSettings), typeof(SecretScreening), typeof(SecretRotation), typeof(BulkRotation),
        typeof(SecretHasher), typeof(HashingLimiter), typeof(VerifiedSecrets),
        typeof(AccessTokens), typeof(SignInThrottle), typeof(ClientAuthentication), typeof(DeviceAuthentication), typeof(Revocation),
        typeof(LastUse), typeof(CarriageRateLimiter), typeof(CarriageStore), typeof(CarriageReport),
    ];

    /// <summary>TryAdd: a host may register its own clock or clients first.</summary>
    public static IServiceCollection AddEdsCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EdsOptions>().Bind(configuration).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<EdsOptions>, EdsOptionsValidator>();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<EdsOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => EdsTables.Connect(provider.GetRequiredService<EdsOptions>()));
        services.TryAddSingleton(Keyring);
        services.AddHostedService<LocalTables>();

        services.AddHostedService(provider => provider.GetRequiredService<BackgroundWrites>());
        foreach (var type in Singletons)
        {
            services.TryAddSingleton(type);
        }

        return services;
    }

    private static IKeyring Keyring(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<EdsOptions>();
        return string.IsNullOrWhiteSpace(options.KeyVault.Uri)
            ? new LocalKeyring(options.Keys)
            : new VaultKeyring(
                provider.GetService<SecretClient>() ?? new SecretClient(new Uri(options.KeyVault.Uri), new DefaultAzureCredential()),
                provider.GetRequiredService<TimeProvider>());
    }
}
