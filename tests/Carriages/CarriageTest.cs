namespace Eds.Tests;

/// <summary>A device reports rides, and the company sees what was received.</summary>
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
    public async Task The_same_ride_again_is_the_same_receipt()
    {
        var device = await ReportingDevice.RegisterAsync();
        var ride = device.Ride();
        var receipt = (await device.ReportAsync(ride)).Expect(201).Value;

        var again = (await device.ReportAsync(ride)).Expect(409, "carriage-exists");
        (await device.ReportAsync(ride with { GrandTotal = 0 })).Expect(201);

        Assert.Equal(receipt, again.Problem!.Receipt);
        Assert.Equal(2, (await device.ReceivedAsync()).Count);
    }

    [Fact]
    public void Each_field_that_differs_makes_another_ride_and_so_does_another_taxpayer()
    {
        var (start, key) = (ReportingDevice.Now, new LookupKey(new KeyVersion("1", ReportingDevice.Now, TestKeys.LookupValue)));
        PersonalCode Code(string text) => PersonalCode.TryParse(text, out var code) ? code : throw new FormatException(text);
        var ride = new Carriage(
            "40003521600", Code("161175-19997"), "TX1234", start, start.AddMinutes(9), 7.4m, 9.85m, null, "cash", null, null);
        Carriage[] rides =
        [
            ride, ride with { CarriersTaxpayerCode = "40203175392" }, ride with { Driver = Code("030303-10012") },
            ride with { NumberPlate = "TX123" }, ride with { StartedAt = start.AddTicks(1) }, ride with { EndedAt = start.AddMinutes(8) },
            ride with { Distance = 7.5m }, ride with { ServiceFee = 9.84m }, ride with { Distance = 9.85m, ServiceFee = 7.4m },
            ride with { Commission = 0 }, ride with { PaymentType = null }, ride with { PaymentType = null, SerialNumber = "cash" },
            ride with { SerialNumber = "12345" }, ride with { GrandTotal = 0 },
        ];

        Assert.Distinct(rides.Select(other => other.Digest(key, "7k2m9q4x0d")).Append(ride.Digest(key, "7k2m9q4x0e")));
        Assert.Equal(ride.Digest(key, "7k2m9q4x0d"), (ride with { Distance = 7.400m }).Digest(key, "7k2m9q4x0d"));
    }

    [Fact]
    public async Task Json_xml_and_form_spell_one_ride()
    {
        var device = await ReportingDevice.RegisterAsync();
        var (carrier, driver, day) =
            (device.Taxpayer.RegistrationNumber, device.Device.Driver.Code, $"{ReportingDevice.Now.AddDays(-2):yyyy-MM-dd}");
        var first = (await device.PostAsync(
            $$"""
            {"CarriersTaxpayerCode":"{{carrier}}","DriversPersonCode":"{{driver}}","NumberPlate":"TX1234",
             "StartDateTime":"{{day}}T10:00:00Z","EndDateTime":"{{day}}T10:30:00Z",
             "Distance":72,"ServiceFee":0.1,"Commission":null,"PaymentType":"cash","SerialNumber":""}
            """)).Expect(201);
        var receipt = Regex.Match(first.Text, "cr-[^\"]+").Value;

        var xml = await device.PostAsync(
            $"""
            <?xml version="1.0" encoding="utf-8"?>
            <Carriage xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
              <PaymentType>cash</PaymentType><CarriersTaxpayerCode>{carrier}</CarriersTaxpayerCode>
              <DriversPersonCode>{driver.WithoutHyphens()}</DriversPersonCode><NumberPlate> tx-12 34 </NumberPlate>
              <StartDateTime>{day}T12:00:00+02:00</StartDateTime><EndDateTime>{day}T12:30:00.000+02:00</EndDateTime>
              <Distance>7.2e1</Distance><ServiceFee>0.100</ServiceFee><Commission/><SerialNumber></SerialNumber>
            </Carriage>
            """,
            "application/xml; charset=utf-8");
        var form = await device.PostAsync(
            $"NumberPlate=Tx1234&ServiceFee=1e-1&Distance=72.0&DriversPersonCode={driver}&CarriersTaxpayerCode={carrier}&PaymentType=cash"
            + $"&StartDateTime={day}T05:00:00-05%3A00&EndDateTime={day}T10%3A30%3A00Z&Commission=\r\n",
            "application/x-www-form-urlencoded");

        Assert.Equal(receipt, xml.Expect(409, "carriage-exists").Problem!.Receipt);
        Assert.Equal(receipt, form.Expect(409, "carriage-exists").Problem!.Receipt);
        Assert.Single(await device.ReceivedAsync());
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
    public async Task Suspended_annulled_and_revoked_are_refused()
    {
        var device = await ReportingDevice.RegisterAsync();
        (await device.ReportAsync(device.Ride())).Expect(201);
        var (client, taxpayer) = ((await device.Taxpayer.ClientsAsync())[0], device.Taxpayer);

        var suspended = (await taxpayer.Client.SetValidUntilAsync(
            taxpayer.Id, client.ClientId, ReportingDevice.Now.AddSeconds(-1), client.ETag)).Expect(200).Value;
        (await device.ReportAsync(device.Ride())).ExpectOAuthError(401, "invalid_token");
        await taxpayer.Client.SetValidUntilAsync(taxpayer.Id, client.ClientId, null, suspended.ETag);
        (await device.ReportAsync(device.Ride())).Expect(201);
        (await device.Client.RevokeOwnTokenAsync()).Expect(204);
        var revoked = (await device.ReportAsync(device.Ride())).ExpectOAuthError(401, "invalid_token");
        Assert.Equal("Bearer realm=\"eds\", error=\"invalid_token\"", revoked.Challenge());

        var again = await ReportingDevice.SignInAsync(device.Device);
        (await taxpayer.AnnulAsync(client.ClientId)).Expect(204);
        (await again.ReportAsync(device.Ride())).ExpectOAuthError(401, "invalid_token");
        Assert.Equal(2, (await device.ReceivedAsync()).Count);
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
