using System.Net;
using Eds.LocalHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests.LocalHost;

public sealed class EdsHostTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KeyVault:Uri", "https://eds.vault.azure.net")]
    [InlineData("Tables:Endpoint", "http://10.0.0.1")]
    [InlineData("Tables:Endpoint", "https://eds.table.core.windows.net")]
    [InlineData("Tables:Endpoint", "http://127.0.0.1.evil.example")]
    [InlineData("Tables:ConnectionString", "AccountName=eds;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net")]
    [InlineData("Tables:ConnectionString", "AccountName=eds;AccountKey=c2VjcmV0;TableEndpoint=http://10.0.0.1:10002/eds")]
    [InlineData("Tables:ConnectionString", "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://10.0.0.1")]
    [InlineData("Tables:ConnectionString", "c2VjcmV0")]
    public async Task It_never_runs_on_what_is_not_on_this_machine(string setting, string value)
    {
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => StartAsync(new() { [setting] = value }));

        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tables:ConnectionString", "UseDevelopmentStorage=true")]
    public async Task It_runs_on_what_is(string setting, string value)
    {
        await using var host = await StartAsync(new() { [setting] = value });

        Assert.Equal("127.0.0.1", host.BaseAddress.Host);
    }

    [Fact]
    public async Task The_functions_find_all_settings_they_need()
    {
        await using var host = await StartAsync(new() { ["Portal:Audience"] = "mine" });

        var settings = host.Services.GetRequiredService<IConfiguration>();
        var address = host.BaseAddress.GetLeftPart(UriPartial.Authority);
        Assert.Equal(address, settings["Tokens:Issuer"]);
        Assert.Equal($"{address}/dev/oidc", settings["Portal:Authority"]);
        Assert.Equal("mine", settings["Portal:Audience"]);
        Assert.All(
            ["Tokens:Audience", "Purge:Schedule", "Keys:Pepper", "Keys:Lookup", "Keys:TokenSigning"],
            name => Assert.False(string.IsNullOrEmpty(settings[name])));
    }

    [Fact]
    public async Task The_callers_settings_win_over_the_files_and_these_over_its_own()
    {
        var outer = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Tokens:Audience"] = "outer", ["Tokens:Issuer"] = "https://outer" })
            .Build();
        var options = new EdsHostOptions
        {
            Functions = [],
            Configuration = outer,
            Settings = new Dictionary<string, string?>
            {
                ["Tokens:Audience"] = "caller",
                ["Tables:ConnectionString"] = "UseDevelopmentStorage=true",
            },
        };
        await using var host = await EdsHost.StartAsync(options, Cancellation);

        var settings = host.Services.GetRequiredService<IConfiguration>();
        Assert.Equal("caller", settings["Tokens:Audience"]);
        Assert.Equal("https://outer", settings["Tokens:Issuer"]);
    }

    [Fact]
    public async Task A_taken_port_is_told_with_the_setting_to_change()
    {
        using var taken = Loopback.Listen(0);
        var port = Loopback.PortOf(taken);

        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => EdsHost.StartAsync(new EdsHostOptions { Port = port, SignInOnly = true }, Cancellation));

        Assert.StartsWith($"Port {port} is taken: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("setting Port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_host_frees_its_port()
    {
        var host = await EdsHost.StartAsync(new EdsHostOptions { SignInOnly = true }, Cancellation);
        await host.DisposeAsync();

        var samePort = new EdsHostOptions { Port = host.BaseAddress.Port, SignInOnly = true };
        await using var next = await EdsHost.StartAsync(samePort, Cancellation);
        using var client = new HttpClient { BaseAddress = next.BaseAddress };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/dev/oidc/jwks", UriKind.Relative), Cancellation)).StatusCode);
    }

    private static Task<EdsHost> StartAsync(Dictionary<string, string?> settings)
    {
        if (!settings.ContainsKey("Tables:Endpoint"))
        {
            settings.TryAdd("Tables:ConnectionString", "UseDevelopmentStorage=true");
        }

        return EdsHost.StartAsync(new EdsHostOptions { Functions = [], Settings = settings }, Cancellation);
    }
}
