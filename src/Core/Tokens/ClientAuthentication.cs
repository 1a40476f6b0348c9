namespace Eds.Core;

/// <param name="SecretVersion">The version of its secret that the client presented.</param>
public sealed record AuthenticatedClient(ClientId ClientId, int SecretVersion);

public abstract record AuthenticationResult
{
    private AuthenticationResult()
    {
    }

    public sealed record Authenticated(AuthenticatedClient Client) : AuthenticationResult;

    /// <summary>Unknown, wrong or annulled: which, is nobody's business.</summary>
    public sealed record Refused : AuthenticationResult;

    /// <summary>Too many failures: nothing was looked at.</summary>
    public sealed record Limited(TimeSpan Wait) : AuthenticationResult;
}

/// <summary>Checks client_id and client_secret (RFC 6749 §2.3.1).</summary>
public sealed class ClientAuthentication(ClientStore clients, SecretVerification verification, SignInThrottle guessing, LastUse lastUse)
{
    private static readonly AuthenticationResult Refused = new AuthenticationResult.Refused();

    /// <summary>
    /// Unknown client, wrong secret and annulled client take the same reads and the same work, which the presented secret alone
    /// decides; a mistyped client_id or a secret that cannot be one costs nothing.
    /// </summary>
    /// <param name="network">Where the request comes from, as <c>203.0.113.0/24</c>.</param>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        string clientId, string clientSecret, string network, CancellationToken cancellation)
    {
        if (!ClientId.TryParse(clientId, out var id) || ClientSecret.TryRead(clientSecret) is not { } presented)
        {
            Metrics.Refused(Refusal.Malformed);
            return Refused;
        }

        var client = await clients.FindRowAsync(id.TaxpayerId, id, cancellation);
        using var turn = await verification.WaitForTurnAsync(id, client, presented, network, cancellation);
        using var attempt = await guessing.BeginAsync(id, client, network, cancellation);
        if (attempt.Wait is { } wait)
        {
            Metrics.Refused(Refusal.Limited);
            return new AuthenticationResult.Limited(wait);
        }

        var version = await verification.FindVersionAsync(id, client, presented, cancellation);
        if (version is null)
        {
            attempt.Failed();
            Metrics.Refused(client switch { null => Refusal.UnknownClient, { State: ClientRow.Active } => Refusal.WrongSecret, _ => Refusal.AnnulledClient });
            return Refused;
        }

        attempt.Succeeded();
        lastUse.Note(client!, version.Value);
        return new AuthenticationResult.Authenticated(new AuthenticatedClient(id, version.Value));
    }
}
