using System.Net.Http.Headers;

namespace Eds.Bench;

/// <summary>
/// A client that costs little: token forms are encoded beforehand, answers are not parsed. It throws unless a call succeeds.
/// </summary>
internal sealed class LoadClient(ServerProcess server) : IDisposable
{
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };

    private EdsClient Api => new(_http, server.Address);

    public static FormUrlEncodedContent TokenForm(string clientId, string secret) =>
        new([new("grant_type", "client_credentials"), new("client_id", clientId), new("client_secret", secret)]);

    public static Task<byte[]> TokenFormAsync(ClientId clientId, string secret) => TokenForm($"{clientId}", secret).ReadAsByteArrayAsync();

    public Task<Answer> RequestTokenAsync(byte[] form) =>
        SuccessAsync(Api.SendAsync(Routes.IssueToken(), new ByteArrayContent(form) { Headers = { ContentType = FormType } }));

    /// <returns>A client that is signed in as the fleet's manager.</returns>
    public async Task<EdsClient> SignInAsync(Fleet fleet) => Api.As(await fleet.Manager.SignInAsync(Api));

    public async Task<EdsClient> SignInAsync(ClientId clientId, string secret) =>
        Api.As((await SuccessAsync(Api.IssueTokenAsync($"{clientId}", secret))).Value.AccessToken);

    public static async Task<T> SuccessAsync<T>(Task<T> call)
        where T : Answer
    {
        var answer = await call;
        return answer.Status is 200 or 201 or 204
            ? answer
            : throw new InvalidOperationException($"{answer.Response.RequestMessage} {answer}");
    }

    public void Dispose() => _http.Dispose();
}
