namespace Eds.Tests.LocalHost;

/// <summary>How a function is called; that methods and unknown addresses are told apart is for <see cref="AddressTest"/>.</summary>
[Trait("Host", "Own")]
public sealed class FunctionEndpointsTest
{
    [Fact]
    public async Task A_function_gets_request_route_value_and_cancellation()
    {
        await using var host = await ProbeHost.StartAsync();

        Assert.Equal("GET a b True", await host.Client.GetStringAsync("/API/probes/a%20b", Cancellation));
    }
}
