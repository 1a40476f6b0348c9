namespace Eds.Functions;

public sealed record CreatedByBody(string UserId, string Name);

/// <param name="ETag">To be sent back as If-Match, verbatim.</param>
public sealed record ClientBody(
    string ClientId,
    DriverBody Driver,
    string SecretId,
    ClientState State,
    DateTimeOffset CreatedAt,
    CreatedByBody CreatedBy,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? LastRideAt,
    DateTimeOffset? AnnulledAt,
    DateTimeOffset? ValidUntil,
    [property: JsonPropertyName("etag")] string ETag) : Redacted
{
    internal static ClientBody From(ApiClient client) => new(
        client.ClientId.ToString(),
        DriverBody.From(client.Driver),
        client.SecretId,
        client.State,
        client.CreatedAt,
        new CreatedByBody(client.CreatedBy, client.CreatedByName),
        client.LastUsedAt,
        client.LastRideAt,
        client.AnnulledAt,
        client.ValidUntil,
        client.ETag);
}

/// <summary>One client, active or annulled, until it is purged.</summary>
public sealed class GetClient(AccessControl access, ClientStore clients)
{
    [Function(nameof(GetClient))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/clients/{clientId}")]
        HttpRequest request,
        string taxpayerId,
        string clientId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        return ClientId.TryParse(clientId, out var id) && await clients.FindAsync(taxpayerId, id, cancellation) is { } client
            ? Json.Answer(ClientBody.From(client))
            : Problems.NotFound();
    }
}
