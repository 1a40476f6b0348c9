namespace Eds.Core;

/// <summary>A secret of a registration, hashed once however often that is tried.</summary>
/// <param name="Hash">Null for an existing secret, whose row has it.</param>
/// <param name="Generated">In the clear, to be delivered once; null if chosen or existing.</param>
internal sealed record IssuedSecret(string SecretId, SecretKind Kind, string? Hash, ClientSecret? Generated)
{
    /// <returns>The one for all, or one for each driver.</returns>
    public static async Task<IReadOnlyList<IssuedSecret>> IssueAsync(
        RegistrationRequest request, SecretHasher hasher, CancellationToken cancellation)
    {
        if (request.Secret is SecretChoice.Existing { SecretId: var secretId })
        {
            return [new IssuedSecret(secretId, default, null, null)];
        }

        var chosen = (request.Secret as SecretChoice.Chosen)?.Secret;
        var secrets = new List<IssuedSecret>();
        for (var i = 0; i < (request.OneEach ? request.Drivers.Count : 1); i++)
        {
            var secret = chosen ?? ClientSecret.Generate();
            var hash = await hasher.HashAsync(secret, beside: null, cancellation);
            secrets.Add(new IssuedSecret(Crockford.Draw(RowKeys.SecretIdLength), secret.Kind, hash, chosen is null ? secret : null));
        }

        return secrets;
    }
}
