using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Eds.Tests.LocalHost;

[Trait("Host", "Own")]
public sealed class EdsHostTest
{
    [Theory]
    [InlineData("KeyVault:Uri", "https://eds.vault.azure.net")]
    [InlineData("Tables:Endpoint", "https://eds.table.core.windows.net")]
    public async Task It_never_runs_on_real_keys_or_data(string setting, string value)
    {
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(new() { [setting] = value }));

        Assert.EndsWith($"unset {setting}.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountName=eds;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net")]
    [InlineData("AccountName=eds;AccountKey=c2VjcmV0;TableEndpoint=http://10.0.0.1:10002/eds")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://10.0.0.1")]
    [InlineData("c2VjcmV0")]
    public async Task Storage_that_is_not_on_this_machine_is_refused(string connectionString)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(new() { ["Tables:ConnectionString"] = connectionString }));

        Assert.Contains("Tables:ConnectionString", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_settings_win_over_the_environments_and_these_over_its_own()
    {
        var environment = new ConfigurationManager { ["Tokens:Audience"] = "outer", ["Tokens:Issuer"] = "https://outer" };

        await using var host = await StartAsync(new() { ["Tokens:Audience"] = "caller" }, environment);

        var settings = host.Services.GetRequiredService<IConfiguration>();
        Assert.Equal("caller", settings["Tokens:Audience"]);
        Assert.Equal("https://outer", settings["Tokens:Issuer"]);
        Assert.Equal($"{host.BaseAddress}dev/oidc", settings["Portal:Authority"]);
    }

    [Fact]
    public async Task A_taken_port_is_refused_and_a_stopped_host_frees_its_own()
    {
        var first = await EdsHost.StartAsync(new EdsHostOptions { SignInOnly = true }, Cancellation);
        var samePort = new EdsHostOptions { Port = first.BaseAddress.Port, SignInOnly = true };

        var refused = await Assert.ThrowsAsync<CannotStartException>(() => EdsHost.StartAsync(samePort, Cancellation));
        Assert.StartsWith($"Port {samePort.Port}: ", refused.Message, StringComparison.Ordinal);

        await first.DisposeAsync();
        await using var next = await EdsHost.StartAsync(samePort, Cancellation);
        using var client = new HttpClient { BaseAddress = next.BaseAddress };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/dev/oidc/jwks", UriKind.Relative), Cancellation)).StatusCode);
    }

    private static Task<EdsHost> StartAsync(Dictionary<string, string?> settings, IConfiguration? environment = null)
    {
        settings.TryAdd("Tables:ConnectionString", TestRun.Current.ConnectionString);
        var configuration = environment ?? new ConfigurationBuilder().Build();
        return EdsHost.StartAsync(new EdsHostOptions { Settings = settings, Configuration = configuration }, Cancellation);
    }
}
