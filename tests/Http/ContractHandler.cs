namespace Eds.Tests;

/// <summary>
/// Holds every answer that passes through against the contract. Paths under /dev (sign-in of LocalHost) and /admin (the Functions
/// host's own) are not in it.
/// </summary>
public sealed class ContractHandler(Contract contract) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.Segments is not [_, "dev" or "dev/" or "admin" or "admin/", ..])
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            contract.Check(request, response, await response.Content.ReadAsStringAsync(cancellationToken));
        }

        return response;
    }
}
