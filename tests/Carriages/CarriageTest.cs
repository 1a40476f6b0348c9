namespace Eds.Tests;

public sealed class CarriageTest
{
    [Fact]
    public async Task A_ride_gets_a_receipt_and_the_company_sees_all_of_it()
    {
        var device = await ReportingDevice.RegisterAsync();
        var start = ReportingDevice.Now.AddHours(-1);
        var ride = device.Ride(start) with
        {
            NumberPlate = "tx-12 34",
            Commission = 0.10m,
            PaymentType = "mobileApplication",
            SerialNumber = "TM-0042",
            GrandTotal = 999_999_999.999999m,
        };

        var receipt = (await device.ReportAsync(ride)).Expect(201).Value;

        Assert.Matches("^cr(-[0-9a-hjkmnp-tv-z]{5}){6}$", receipt);
        var received = Assert.Single(await device.ReceivedAsync());
        Assert.InRange(received.ReceivedAt, start, ReportingDevice.Now.AddMinutes(1));
        Assert.Equal(
            new ReceivedCarriage(
                receipt, device.Device.ClientId, device.Taxpayer.RegistrationNumber,
                new CarriageDriver("Eva Liepa", device.Device.Driver.Code), "TX1234",
                start, start.AddMinutes(15), 7.4m, 9.85m, 0.1m, "mobileApplication", "TM-0042", 999_999_999.999999m, received.ReceivedAt),
            received);
    }

    [Fact]
    public async Task The_same_ride_again_is_the_same_receipt_and_another_is_not()
    {
        var device = await ReportingDevice.RegisterAsync();
        var start = ReportingDevice.Now.AddHours(-1);
        var receipt = (await device.ReportAsync(device.Ride(start))).Expect(201).Value;

        var again = (await device.ReportAsync(device.Ride(start))).Expect(409, "carriage-exists");
        var longer = device.Ride(start) with { EndDateTime = ReportingDevice.Time(start.AddMinutes(15).AddTicks(1)) };
        (await device.ReportAsync(longer)).Expect(201);
        (await device.ReportAsync(device.Ride(start) with { PaymentType = "cash" })).Expect(201);
        (await device.ReportAsync(device.Ride(start) with { SerialNumber = "cash" })).Expect(201);

        Assert.Equal(receipt, again.Problem!.Receipt);
        Assert.Equal(4, (await device.ReceivedAsync()).Count);
    }

    [Fact]
    public async Task The_receipt_is_xml_for_whoever_prefers_it()
    {
        var device = await ReportingDevice.RegisterAsync();
        (string? Accept, bool IsXml)[] preferences =
        [
            ("application/xml", true), ("text/xml", true), ("application/json;q=0.5, application/xml", true),
            ("application/xml;q=0.5, application/json", false), ("*/*", false), ("nonsense", false), (null, false),
        ];
        foreach (var (i, (accept, isXml)) in preferences.Index())
        {
            var ride = device.Ride(ReportingDevice.Now.AddHours(-1 - i));
            var body = JsonSerializer.Serialize(ride, Eds.Client.CarriageJson.Default.CarriageToReport);
            var answer = (await device.PostAsync(body, accept: accept)).Expect(201);
            Assert.Equal(isXml ? "application/xml" : "application/json", answer.MediaType);
            Assert.Matches(isXml ? "^<Receipt>cr-[0-9a-z-]{35}</Receipt>$" : "^\"cr-[0-9a-z-]{35}\"$", answer.Text);
            Assert.Equal(answer.Text.Length, answer.Response.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task Another_carrier_can_be_named_and_a_natural_person_but_no_other_driver()
    {
        var device = await ReportingDevice.RegisterAsync();
        var other = await ReportingDevice.RegisterAsync(device.Taxpayer);
        (await device.ReportAsync(device.Ride() with { DriversPersonCode = other.Device.Driver.Code })).Expect(403, "driver-mismatch");
        (await device.ReportAsync(device.Ride() with { CarriersTaxpayerCode = "40003521600" })).Expect(201);
        (await device.ReportAsync(device.Ride() with { CarriersTaxpayerCode = "16117519997" })).Expect(201);

        Assert.Equal(
            ["16117519997", "40003521600"],
            (await device.ReceivedAsync()).Select(ride => ride.CarriersTaxpayerCode).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        var device = await ReportingDevice.RegisterAsync();
        (await device.Client.RevokeOwnTokenAsync()).Expect(204);

        var refused = (await device.ReportAsync(device.Ride())).ExpectOAuthError(401, "invalid_token");

        Assert.Equal("Bearer realm=\"eds\", error=\"invalid_token\"", refused.Challenge());
        Assert.Empty(await device.ReceivedAsync());
    }

    [Fact]
    public async Task A_backlog_goes_through_and_a_flood_does_not()
    {
        var device = await ReportingDevice.RegisterAsync();
        var (accepted, answer) = (0, await device.PostAsync("{}"));
        for (; answer.Status != 429 && accepted < 1_000; accepted++)
        {
            answer = await device.PostAsync("{}");
        }

        answer.Expect(429, "too-many-requests");
        Assert.True(accepted >= 60, $"{accepted} at once");
        Assert.Equal("1", answer.RetryAfter());
        (await (await ReportingDevice.RegisterAsync(device.Taxpayer)).PostAsync("{}")).Expect(400);
    }
}
