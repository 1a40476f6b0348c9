namespace Eds.Functions;

/// <summary>RFC 7517.</summary>
public sealed record KeysBody(IReadOnlyList<KeyBody> Keys);

public sealed record KeyBody(string Kty, string Crv, string X, string Y, string Kid, string Use, string Alg);

/// <summary>The public keys that tokens are, will be or were lately signed with. Open to all.</summary>
public sealed class GetKeys(Keys keys)
{
    [Function(nameof(GetKeys))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/jwks.json")] HttpRequest request,
        CancellationToken cancellation)
    {
        var published = (await keys.SigningAsync(cancellation)).Published;
        request.HttpContext.Response.Headers.CacheControl = Json.Cacheable;
        return Json.Answer(new KeysBody(
            [.. published.Select(key => new KeyBody("EC", "P-256", key.Public.X, key.Public.Y, key.KeyId, "sig", "ES256"))]));
    }
}
