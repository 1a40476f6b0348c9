using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Eds.Core;

public static class Setup
{
    /// <summary>The use cases and what they stand on. Registered with TryAdd: a host may put its own clock or clients before.</summary>
    public static IServiceCollection AddEdsCore(this IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => EdsTables.Connect(settings));
        services.TryAddSingleton<IKeyring>(provider => Keyring(settings, provider));

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
        services.TryAddSingleton<ClientStore>();
        services.TryAddSingleton<Annulment>();
        services.TryAddSingleton<Purge>();

        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<LastUse>();
        services.AddHostedService(provider => provider.GetRequiredService<LastUse>());
        services.TryAddSingleton<FailedAttemptWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<FailedAttemptWriter>());
        services.TryAddSingleton<SignInThrottle>();
        services.TryAddSingleton<SecretVerification>();
        services.TryAddSingleton<ClientAuthentication>();
        services.TryAddSingleton<Revocation>();
        services.TryAddSingleton<DeviceAuthentication>();
        return services;
    }

    private static IKeyring Keyring(Settings settings, IServiceProvider provider) =>
        settings.KeyVaultUri is { } vault
            ? new VaultKeyring(provider.GetService<SecretClient>() ?? new SecretClient(vault, new DefaultAzureCredential()), provider.GetRequiredService<TimeProvider>())
            : new LocalKeyring(settings.Pepper!, settings.TokenSigning!, settings.Lookup!);
}
