namespace Eds.Core;

/// <summary>The signing keys at one moment.</summary>
/// <param name="Current">Signs new tokens.</param>
/// <param name="Published">
/// What JWKS shows and what a token may be signed with: signs, will sign, or signed lately. <paramref name="Current"/> is among them.
/// </param>
public sealed record SigningKeys(SigningKey Current, IReadOnlyList<SigningKey> Published);
