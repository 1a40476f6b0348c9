namespace Eds.Tests;

internal sealed record TestDevice(TestTaxpayer Taxpayer, TestPerson Driver, string ClientId, string Secret)
{
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
}
