using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Eds.Core;

public static class CoreServices
{
    /// <summary>The use cases and what they stand on. Registered with TryAdd: a host may put its own clock or clients before.</summary>
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
