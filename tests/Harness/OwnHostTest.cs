namespace Eds.Tests;

/// <param name="now">Where its clock stands; null: 2026-11-23.</param>
[Trait("Host", "Own")]
public abstract class OwnHostTest(DateTimeOffset? now = null) : IAsyncLifetime
{
    protected OwnHost Host { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await OwnHost.StartAsync(now);
        await ArrangeAsync();
    }

    protected virtual Task ArrangeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }
}

public abstract class OwnTaxpayerTest : OwnHostTest
{
    protected TestTaxpayer Taxpayer { get; set; } = null!;

    protected override async Task ArrangeAsync() => Taxpayer = await Host.Client.EnrolAsync();

    /// <summary>The manager signs in again, as sign-ins end in an hour.</summary>
    protected async Task AdvanceAsync(TimeSpan time)
    {
        Host.Clock.Advance(time);
        Taxpayer = await Taxpayer.SignInAsync();
    }
}

public abstract class OwnDeviceTest : OwnHostTest
{
    private protected TestDevice Device { get; set; } = null!;

    protected override async Task ArrangeAsync() => Device = await TestDevice.RegisterAsync(Host.Client);
}
