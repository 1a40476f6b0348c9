namespace Eds.Tests;

internal sealed record ReportingDevice(TestDevice Device, EdsClient Client)
{
    public TestTaxpayer Taxpayer => Device.Taxpayer;
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<ReportingDevice> RegisterAsync(EdsClient? client = null) =>
        await SignInAsync(await TestDevice.RegisterAsync(client));

    public static async Task<ReportingDevice> SignInAsync(TestDevice device) => new(device, device.Client.As(await device.TokenAsync()));

    /// <summary>A new driver's.</summary>
    public static async Task<ReportingDevice> RegisterAsync(TestTaxpayer taxpayer, string name = "Uldis Vītols") =>
        await SignInAsync(await TestDevice.RegisterAsync(taxpayer, name));

    /// <summary>A quarter of an hour that began at this time: by default an hour ago.</summary>
    public CarriageToReport Ride(DateTimeOffset? start = null)
    {
        var at = start ?? Now.AddHours(-1);
        return new(Taxpayer.RegistrationNumber, Device.Driver.Code, "TX1234", Time(at), Time(at.AddMinutes(15)), 7.4m, 9.85m);
    }

    public Task<Answer<string>> ReportAsync(CarriageToReport ride) => Client.ReportCarriageAsync(ride);

    public Task<Answer> PostAsync(string body, string? type = "application/json", string? accept = null)
    {
        var content = EdsClient.Json(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return Client.SendAsync(Routes.ReportCarriage(), content, ("Accept", accept));
    }

    public async Task<IReadOnlyList<Core.ReceivedCarriage>> ReceivedAsync() =>
        (await Taxpayer.Client.ListCarriagesAsync(Taxpayer.Id, limit: 500)).Expect(200).Value.Carriages;

    public static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffK", CultureInfo.InvariantCulture);
}
