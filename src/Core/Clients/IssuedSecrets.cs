namespace Eds.Core;

/// <param name="Hash">Null for an existing secret, whose row has it.</param>
/// <param name="Generated">In the clear, to be delivered once; null if chosen or existing.</param>
internal sealed record IssuedSecret(string SecretId, SecretKind Kind, string? Hash, ClientSecret? Generated);

/// <summary>The secrets of one registration, hashed once however often it is tried.</summary>
internal sealed class IssuedSecrets
{
    private readonly IReadOnlyList<IssuedSecret> _secrets;

    private IssuedSecrets(IReadOnlyList<IssuedSecret> secrets, bool oneEach) => (_secrets, OneEach) = (secrets, oneEach);

    /// <summary>Every client has a secret of its own.</summary>
    public bool OneEach { get; }

    public IssuedSecret For(int driver) => _secrets[OneEach ? driver : 0];

    public static async Task<IssuedSecrets> IssueAsync(RegistrationRequest request, SecretHasher hasher, CancellationToken cancellation)
    {
        if (request.Secret is SecretChoice.Existing { SecretId: var secretId })
        {
            return new IssuedSecrets([new IssuedSecret(secretId, default, null, null)], oneEach: false);
        }

        var chosen = (request.Secret as SecretChoice.Chosen)?.Secret;
        var oneEach = request.Secret is SecretChoice.Generated { Each: true };
        var secrets = new List<IssuedSecret>();
        for (var i = 0; i < (oneEach ? request.Drivers.Count : 1); i++)
        {
            var generated = chosen is null ? ClientSecret.Generate() : null;
            var secret = chosen ?? generated!;
            secrets.Add(new IssuedSecret(Crockford.Draw(RowKeys.SecretIdLength), secret.Kind,
                await hasher.HashAsync(secret, beside: null, cancellation), generated));
        }

        return new IssuedSecrets(secrets, oneEach);
    }
}
