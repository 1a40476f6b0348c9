using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Eds.Core;

public static class CoreServices
{
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

        services.TryAddSingleton<EdsTables>();
        services.TryAddSingleton<PurgeQueue>();
        services.TryAddSingleton<Keys>();
        services.TryAddSingleton<SecretHasher>();
        services.TryAddSingleton<HashingLimiter>();
        services.TryAddSingleton<VerifiedSecrets>();
        services.TryAddSingleton<Health>();

        services.TryAddSingleton<Membership>();
        services.TryAddSingleton<Enrolment>();
        services.TryAddSingleton<Users>();
        services.TryAddSingleton<AuditLog>();

        services.TryAddSingleton<Batches>();
        services.TryAddSingleton<SecretStore>();
        services.TryAddSingleton<Registration>();
        services.TryAddSingleton<SecretScreening>();
        services.TryAddSingleton<SecretRotation>();
        services.TryAddSingleton<BulkRotation>();
        services.TryAddSingleton<SecretSettings>();
        services.TryAddSingleton<ClientStore>();
        services.TryAddSingleton<Annulment>();
        services.TryAddSingleton<BulkAnnulment>();
        services.TryAddSingleton<Fleet>();
        services.TryAddSingleton<Purge>();

        services.TryAddSingleton<CarriageRateLimiter>();
        services.TryAddSingleton<CarriageStore>();
        services.TryAddSingleton<CarriageReport>();

        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<BackgroundWrites>();
        services.AddHostedService(provider => provider.GetRequiredService<BackgroundWrites>());
        services.TryAddSingleton<LastUse>();
        services.TryAddSingleton<SignInThrottle>();
        services.TryAddSingleton<ClientAuthentication>();
        services.TryAddSingleton<Revocation>();
        services.TryAddSingleton<DeviceAuthentication>();
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
