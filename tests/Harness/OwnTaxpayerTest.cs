namespace Eds.Tests;

/// <summary>Each of its tests has a host of its own, and a taxpayer there.</summary>
public abstract class OwnTaxpayerTest : IAsyncLifetime
{
    protected OwnHost Host { get; private set; } = null!;

    protected TestTaxpayer Taxpayer { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await OwnHost.StartAsync();
        Taxpayer = await Host.Client.EnrolAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }
}
