namespace Eds.Functions;

public sealed record RestrictSecretBody(IReadOnlyList<string?>? Networks);

/// <summary>Says from which networks a secret may be used; none: from anywhere. Effective everywhere within 15 s.</summary>
public sealed class RestrictSecret(AccessControl access, SecretSettings settings)
{
    [Function(nameof(RestrictSecret))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/taxpayers/{taxpayerId}/taxi/secrets/{secretId}/networks")]
        HttpRequest request,
        string taxpayerId,
        string secretId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var ifMatch = rules.IfMatch(request);
        var body = await rules.JsonAsync<RestrictSecretBody>(request, cancellation);
        var networks = body?.Networks is [] ? [] : rules.Items(
            body?.Networks,
            "/networks",
            AllowedNetworks.MaxCount,
            "network-invalid",
            "A network in CIDR notation is needed, with no bits set beyond its prefix: 203.0.113.0/24 or 2001:db8::/48.",
            AllowedNetworks.Canonical);
        return rules.Refusal ?? Json.Changed(await settings.RestrictAsync(caller, secretId, networks, ifMatch), secret => secret);
    }
}
