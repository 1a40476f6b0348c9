using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Eds.Core;
using Eds.Tests;

namespace Eds.Bench;

/// <summary>Requests to a server as cheap as a load generator can make them; each throws unless it went well.</summary>
internal sealed class Calls(Server server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };

    public static byte[] TokenForm(ClientId clientId, string secret) =>
        Encoding.ASCII.GetBytes($"grant_type=client_credentials&client_id={clientId}&client_secret={Uri.EscapeDataString(secret)}");

    public async Task<string> TokenAsync(byte[] form)
    {
        using var content = new ByteArrayContent(form);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, "api/taxi/auth") { Content = content });
    }

    public async Task<string> SignInAsync(TestPerson person)
    {
        using var content = JsonContent.Create(new { personalCode = person.Code, name = person.Name });
        return JsonNode.Parse(await SendAsync(new HttpRequestMessage(HttpMethod.Post, "dev/token") { Content = content }))!["access_token"]!.GetValue<string>();
    }

    public Task<string> GetAsync(string path, string token) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } });

    public Task<string> RegisterAsync(string taxpayerId, string token, int drivers, object secret) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"api/taxpayers/{taxpayerId}/taxi/clients")
        {
            Headers = { { "Idempotency-Key", Crockford.Draw(26) }, { "Authorization", $"Bearer {token}" } },
            Content = JsonContent.Create(new { secret, drivers = TestPerson.Drivers(drivers).Select(driver => new { personalCode = driver.Code, name = driver.Name }) }),
        });

    public void Dispose() => _http.Dispose();

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {text}");
        }
    }
}

/// <summary>What storage alone costs: the same SDK, one call, nothing of ours.</summary>
internal static class Bare
{
    public static Task ReadAsync(EdsTables tables, string taxpayerId, ClientId clientId) =>
        tables.Taxpayers.GetEntityAsync<TableEntity>(taxpayerId, $"client|{clientId.Compact}");

    public static Task InsertAsync(EdsTables tables) => tables.Taxpayers.AddEntityAsync(Row(Crockford.Draw(10)));

    /// <summary>One transaction of so many rows.</summary>
    public static Task InsertAsync(EdsTables tables, int rows)
    {
        var partition = Crockford.Draw(10);
        return tables.Taxpayers.SubmitTransactionAsync(
            Enumerable.Range(0, rows).Select(_ => new TableTransactionAction(TableTransactionActionType.Add, Row(partition))));
    }

    /// <summary>The query that a page of active clients needs.</summary>
    public static async Task QueryAsync(EdsTables tables, string taxpayerId, int rows)
    {
        await foreach (var page in tables.Taxpayers
            .QueryAsync<TableEntity>($"PartitionKey eq '{taxpayerId}' and RowKey gt 'client|' and RowKey lt 'client}}' and State eq 'active'", rows).AsPages())
        {
            if (page.Values.Count < rows)
            {
                throw new RequestFailedException($"The page has {page.Values.Count} rows.");
            }

            return;
        }
    }

    /// <summary>What a purge must do for each client: read its row, remove it, remove its note.</summary>
    /// <returns>The mean of so many.</returns>
    public static async Task<TimeSpan> RemoveAsync(EdsTables tables, int rows)
    {
        List<TableEntity> clients = [.. Enumerable.Range(0, rows).Select(_ => Row(Crockford.Draw(10)))];
        foreach (var client in clients)
        {
            await tables.Taxpayers.AddEntityAsync(client);
            await tables.Due.AddEntityAsync(client);
        }

        var started = TimeProvider.System.GetTimestamp();
        foreach (var client in clients)
        {
            var read = (await tables.Taxpayers.GetEntityAsync<TableEntity>(client.PartitionKey, client.RowKey)).Value;
            await tables.Taxpayers.DeleteEntityAsync(read, read.ETag);
            await tables.Due.DeleteEntityAsync(client.PartitionKey, client.RowKey);
        }

        return TimeProvider.System.GetElapsedTime(started) / rows;
    }

    private static TableEntity Row(string partition) => new(partition, Crockford.Draw(26))
    {
        ["DriverName"] = "Vadītājs",
        ["PersonalCode"] = "39000000000",
        ["SecretId"] = Crockford.Draw(16),
        ["State"] = "active",
        ["CreatedBy"] = Crockford.Draw(26),
        ["Revision"] = 1,
    };
}
