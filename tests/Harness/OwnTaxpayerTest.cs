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
        await ArrangeAsync();
    }

    /// <summary>What else all its tests begin with.</summary>
    protected virtual Task ArrangeAsync() => Task.CompletedTask;

    /// <summary>The manager signs in again, as sign-ins end in an hour.</summary>
    protected async Task AdvanceAsync(TimeSpan time)
    {
        Host.Clock.Advance(time);
        Taxpayer = await Taxpayer.SignInAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }
}
