namespace Eds.Tests;

/// <summary>Each of its tests has a host of its own.</summary>
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

    /// <summary>What else all its tests begin with.</summary>
    protected virtual Task ArrangeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }
}

/// <summary>And a taxpayer there.</summary>
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

/// <summary>And a device there.</summary>
public abstract class OwnDeviceTest : OwnHostTest
{
    private protected TestDevice Device { get; set; } = null!;

    protected override async Task ArrangeAsync() => Device = await TestDevice.RegisterAsync(Host.Client);
}
