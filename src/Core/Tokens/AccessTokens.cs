using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Eds.Core;

/// <param name="ExpiresIn">Seconds.</param>
public sealed record AccessToken(string Value, int ExpiresIn) : Redacted;

/// <param name="SecretVersion">Claim <c>secret_version</c>: the version of the client's secret that it was issued for.</param>
public sealed record AccessTokenClaims(
    ClientId ClientId, int SecretVersion, string TokenId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>Access tokens of devices: JWTs as RFC 9068 has them, signed with ES256.</summary>
public sealed class AccessTokens(Keys keys, EdsOptions options, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    internal const string Type = "at+jwt";
    internal const string SecretVersionClaim = "secret_version";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    public async ValueTask<AccessToken> IssueAsync(AuthenticatedClient client, CancellationToken cancellation)
    {
        var signing = (await keys.SigningAsync(cancellation)).Current;
        var now = time.GetUtcNow();
        var expires = client.ValidUntil < now + Lifetime ? client.ValidUntil.Value : now + Lifetime;
        var subject = client.ClientId.ToString();
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = options.Tokens.Issuer,
            Audience = options.Tokens.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = subject,
                ["client_id"] = subject,
                [JwtRegisteredClaimNames.Jti] = Crockford.Draw(26),
                [SecretVersionClaim] = client.SecretVersion,
            },
            SigningCredentials = signing.Credentials,
        });
        Metrics.TokensIssued.Add(1);
        return new AccessToken(token, (int)(expires - now).TotalSeconds);
    }

    /// <summary>
    /// Null unless it is a token of ours, for our audience, of type at+jwt, signed with a published key, and not expired.
    /// </summary>
    public async ValueTask<AccessTokenClaims?> ReadAsync(string token, CancellationToken cancellation)
    {
        var published = (await keys.SigningAsync(cancellation)).Published;
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = [Type],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidIssuer = options.Tokens.Issuer,
            ValidAudience = options.Tokens.Audience,
            IssuerSigningKeys = published.Select(key => key.Key),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });
        return result.IsValid && result.SecurityToken is JsonWebToken jwt
            && ClientId.TryParse(jwt.Subject, out var clientId)
            && jwt.TryGetPayloadValue<int>(SecretVersionClaim, out var version)
            ? new AccessTokenClaims(
                clientId, version, jwt.Id, new DateTimeOffset(jwt.IssuedAt, TimeSpan.Zero), new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero))
            : null;
    }
}
