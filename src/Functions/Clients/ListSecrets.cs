using Eds.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Eds.Functions;

public sealed record SecretsBody(IReadOnlyList<SecretBody> Secrets);

/// <param name="Kind">"chosen" or "generated".</param>
/// <param name="Clients">Active clients that use it, counted now.</param>
public sealed record SecretBody(string SecretId, int Version, DateTimeOffset CreatedAt, string Kind, int Clients);

/// <summary>The taxpayer's secrets: never the secrets themselves, nor anything made from them.</summary>
public sealed class ListSecrets(Gate gate, Secrets secrets)
{
    [Function(nameof(ListSecrets))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/secrets")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        gate.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async _ =>
        {
            var all = await secrets.ListAsync(taxpayerId, cancellation);
            return TypedResults.Json(
                new SecretsBody([.. all.Select(secret => new SecretBody(secret.SecretId, secret.Version, secret.CreatedAt, secret.Kind, secret.Clients))]),
                Json.Contract.SecretsBody);
        }, cancellation);
}
