namespace Eds.Tests;

internal sealed record TestDevice(TestTaxpayer Taxpayer, TestPerson Driver, string ClientId, string Secret)
{
    public static (string, string?) ClientCredentialsGrant => ("grant_type", "client_credentials");

    /// <summary>Without a token.</summary>
    public EdsClient Client => Taxpayer.Client.As(null);

    /// <param name="secret">Null: a generated one.</param>
    public static async Task<TestDevice> RegisterAsync(EdsClient? client = null, string? secret = null) =>
        await RegisterAsync(await (client ?? TestRun.Client).EnrolAsync(), "Eva Liepa", secret);

    /// <summary>A new driver's.</summary>
    public static async Task<TestDevice> RegisterAsync(TestTaxpayer taxpayer, string name = "Uldis Vītols", string? secret = null)
    {
        var driver = TestPerson.New(name);
        var registered = (await taxpayer.RegisterAsync([driver], secret is null ? SecretChoices.Generate : SecretChoices.Value(secret)))
            .Expect(201);
        return new TestDevice(taxpayer, driver, registered.ClientIds()[0], secret ?? registered.Value.Secret!);
    }

    public async Task<string> TokenAsync() => (await AskAsync()).Expect(200).Value.AccessToken;
    public Task<Answer<TokenBody>> AskAsync() => Client.IssueTokenAsync(ClientId, Secret);
    public Task<Answer<TokenBody>> AskByBasicAsync() => Client.IssueTokenByBasicAsync(ClientId, Secret);
    public Task<Answer<WhoAmIBody>> WhoAmIAsync(string? token) => Client.As(token).WhoAmIAsync();

    /// <summary>With the credentials in the header, and these fields alone.</summary>
    public Task<Answer> WithBasicAsync(params (string Name, string? Value)[] fields) =>
        PostAsync(fields, EdsClient.Basic(ClientId, Secret));

    /// <summary>With the credentials in the form, before these fields.</summary>
    public Task<Answer> InFormAsync(params (string Name, string? Value)[] fields) =>
        PostAsync([("client_id", ClientId), ("client_secret", Secret), .. fields]);

    /// <param name="authorization">Null: no such header.</param>
    public Task<Answer> PostAsync(IEnumerable<(string Name, string? Value)> fields, string? authorization = null) =>
        Client.SendFormAsync(Routes.IssueToken(), fields, authorization);
}
