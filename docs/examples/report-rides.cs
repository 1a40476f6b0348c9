// dotnet run report-rides.cs FILE: reports the rides of a file, one JSON object a line, until each is received. Needs .NET 10, no packages.
// EDS_URL, CLIENT_ID and CLIENT_SECRET say where and as whom. Ends with 1 if a ride was refused for good.
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

using var http = new HttpClient { BaseAddress = new Uri(Setting("EDS_URL")), Timeout = TimeSpan.FromSeconds(30) };
var (token, refused) = (await SignInAsync(), false);
foreach (var ride in File.ReadLines(args[0]))
{
    var receipt = await ReportAsync(ride);
    refused |= receipt is null;
    Console.WriteLine(receipt ?? "refused");
}

return refused ? 1 : 0;

// Null: refused for good.
async Task<string?> ReportAsync(string ride)
{
    var (wait, renewed) = (TimeSpan.FromSeconds(1), false);
    while (true)
    {
        using var answer = await SendAsync(ride);
        switch (answer?.StatusCode)
        {
            case HttpStatusCode.Created:
                return (string?)await ReadAsync(answer);
            case HttpStatusCode.Conflict: // an earlier attempt came through
                return (string?)(await ReadAsync(answer))["receipt"];
            case HttpStatusCode.Unauthorized when !renewed:
                (token, renewed) = (await SignInAsync(), true);
                break;
            case null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                await Task.Delay(answer?.Headers.RetryAfter?.Delta ?? wait);
                wait = wait < TimeSpan.FromMinutes(5) ? 2 * wait : wait;
                break;
            default: // keep the ride, and tell somebody
                Console.Error.WriteLine($"Refused ({(int)answer.StatusCode}): {await answer.Content.ReadAsStringAsync()}");
                return null;
        }
    }
}

// Null: no answer.
async Task<HttpResponseMessage?> SendAsync(string ride)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, "api/taxi/carriage") { Content = new StringContent(ride, Encoding.UTF8, "application/json") };
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    try
    {
        return await http.SendAsync(request);
    }
    catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
    {
        return null;
    }
}

async Task<string> SignInAsync()
{
    using var form = new FormUrlEncodedContent(new Dictionary<string, string>
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = Setting("CLIENT_ID"),
        ["client_secret"] = Setting("CLIENT_SECRET"),
    });
    using var answer = await http.PostAsync("api/taxi/auth", form);
    answer.EnsureSuccessStatusCode();
    return (string)(await ReadAsync(answer))["access_token"]!;
}

static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
