namespace Eds.Tests;

public sealed class CarriageReportTest() : OwnHostTest(Now)
{
    private static readonly DateTimeOffset Now = new(2026, 10, 26, 12, 0, 0, TimeSpan.Zero);
    private ReportingDevice _device = null!;

    private TestTaxpayer Taxpayer => _device.Taxpayer;

    protected override async Task ArrangeAsync() => _device = await ReportingDevice.RegisterAsync(Host.Client);

    [Fact]
    public async Task Pages_follow_each_other_newest_first_across_months()
    {
        var starts = Enumerable.Range(0, 12).Select(i => Now.AddDays(-3.7 * i)).ToList();
        await ReportAsync(starts.OrderBy(start => start.Minute).ThenBy(start => start).Select(start => _device.Ride(start)));

        var pages = new List<DateTimeOffset[]>();
        for (var continuation = ""; continuation is not null;)
        {
            var page = (await Taxpayer.Client.ListCarriagesAsync(
                Taxpayer.Id, from: "2026-01-01T00:00:00Z", limit: 5, continuation: continuation)).Expect(200).Value;
            pages.Add([.. page.Carriages.Select(ride => ride.StartedAt)]);
            continuation = page.Continuation;
        }

        Assert.Equal(starts.Chunk(5), pages);
    }

    [Fact]
    public async Task A_period_begins_with_its_first_instant_and_ends_before_its_last()
    {
        await ReportAsync(Enumerable.Range(0, 4).Select(minutes => _device.Ride(Now.AddMinutes(minutes))));

        var found = (await Taxpayer.Client.ListCarriagesAsync(
            Taxpayer.Id, ReportingDevice.Time(Now.AddMinutes(1)), ReportingDevice.Time(Now.AddMinutes(3)))).Expect(200);

        Assert.Equal([Now.AddMinutes(2), Now.AddMinutes(1)], found.Value.Carriages.Select(ride => ride.StartedAt));
    }

    [Fact]
    public async Task Rides_are_found_by_client_driver_and_plate()
    {
        var other = await ReportingDevice.RegisterAsync(Taxpayer, "Žanis Ķikuts");
        var (first, second) = (_device.Ride(Now), other.Ride(Now) with { NumberPlate = "LV-9000" });
        var receipts =
            (First: (await _device.ReportAsync(first)).Expect(201).Value, Second: (await other.ReportAsync(second)).Expect(201).Value);

        Assert.Equal(
            [receipts.First], await FindAsync(new(null, null, _device.Device.ClientId.ToUpperInvariant(), null, null, null, null)));
        Assert.Equal([receipts.Second], await FindAsync(new(null, null, null, "kikuts", null, null, null)));
        Assert.Equal(
            [receipts.Second], await FindAsync(new(null, null, null, other.Device.Driver.Code.WithoutHyphens(), null, null, null)));
        Assert.Equal([receipts.Second], await FindAsync(new(null, null, null, null, " v90 00", null, null)));
        Assert.Equal([], await FindAsync(new(null, null, _device.Device.ClientId, "kikuts", null, null, null)));
        Assert.Equal(2, (await FindAsync(new("", "", "", " ", "", null, ""))).Count);

        var page = (await Taxpayer.Client.SearchCarriagesAsync(Taxpayer.Id, new(null, null, null, null, null, 1, null))).Expect(200).Value;
        var next = new SearchCarriagesBody(null, null, null, null, null, 1, page.Continuation);
        Assert.Single(await FindAsync(next));

        async Task<IReadOnlyList<string>> FindAsync(SearchCarriagesBody search) =>
            [.. (await Taxpayer.Client.SearchCarriagesAsync(Taxpayer.Id, search)).Expect(200).Value.Carriages.Select(ride => ride.Receipt)];
    }

    [Fact]
    public async Task Who_is_no_rights_manager_sees_masked_codes_and_cannot_search_by_them()
    {
        var person = TestPerson.New();
        await ReportAsync(_device.Ride(Now) with { CarriersTaxpayerCode = person.Code.WithoutHyphens() });
        (await Taxpayer.ChangeRightsAsync(await Taxpayer.AddUserAsync(person), rightsManager: false, taxi: true)).Expect(200);
        var seen = await Taxpayer.SignInAsync(person);
        string Masked(string code) => code[..8] + "****";

        var ride = Assert.Single((await seen.Client.ListCarriagesAsync(Taxpayer.Id)).Expect(200).Value.Carriages);
        Assert.Equal((Masked(person.Code), Masked(_device.Device.Driver.Code)), (ride.CarriersTaxpayerCode, ride.Driver.PersonalCode));
        Assert.Equal(0, await CountAsync(_device.Device.Driver.Code));
        Assert.Equal(1, await CountAsync("liepa"));

        async Task<int> CountAsync(string driver) =>
            (await seen.Client.SumCarriagesAsync(Taxpayer.Id, new(null, null, null, driver, null))).Expect(200).Value.Rides;
    }

    [Fact]
    public async Task Another_taxpayers_rides_are_not_there()
    {
        await ReportAsync(_device.Ride(Now), _device.Ride(Now.AddHours(-1)));
        var continuation = (await Taxpayer.Client.ListCarriagesAsync(Taxpayer.Id, limit: 1)).Expect(200).Value.Continuation;
        var other = await Host.Client.EnrolAsync();

        Assert.Empty((await other.Client.ListCarriagesAsync(other.Id)).Expect(200).Value.Carriages);
        Assert.Empty((await other.Client.ListCarriagesAsync(other.Id, clientId: _device.Device.ClientId)).Expect(200).Value.Carriages);
        (await other.Client.ListCarriagesAsync(other.Id, continuation: continuation))
            .ExpectInvalid("/continuation continuation-unreadable");
    }

    [Fact]
    public async Task Totals_are_exact_and_by_the_days_of_Latvia()
    {
        var midnight = new DateTimeOffset(2026, 10, 25, 22, 0, 0, TimeSpan.Zero); // winter time since that morning
        await ReportAsync(
            _device.Ride(midnight) with { Distance = 0.1m, ServiceFee = 0.2m, Commission = 0.000001m },
            _device.Ride(midnight.AddSeconds(1)) with { Distance = 0.2m, ServiceFee = 0.1m });
        Host.Clock.Advance(TimeSpan.FromMinutes(5));
        await ReportAsync(_device.Ride(midnight.AddTicks(-1)) with { Distance = 1_000_000_000 });

        var totals = (await Taxpayer.Client.SumCarriagesAsync(
            Taxpayer.Id, new("2026-10-01T00:00:00+03:00", "2026-11-01T00:00:00+02:00", null, null, null))).Expect(200).Value;

        Assert.Equal(
            (3, 1_000_000_000.3m, 10.15m, 0.000001m, Now.AddMinutes(5)),
            (totals.Rides, totals.Distance, totals.ServiceFee, totals.Commission, totals.LastReceivedAt));
        Assert.Equal(
            [new CarriageDay(new(2026, 10, 25), 1, 1_000_000_000, 9.85m, 0), new CarriageDay(new(2026, 10, 26), 2, 0.3m, 0.3m, 0.000001m)],
            totals.Days);
        Assert.Null(
            (await Taxpayer.Client.SumCarriagesAsync(Taxpayer.Id, new(null, "2026-10-01T00:00:00Z", null, null, null)))
                .Expect(200).Value.LastReceivedAt);
    }

    [Fact]
    public Task A_period_that_cannot_be_is_refused() => Assert.AllAsync<(string? From, string? To, string Error)>(
        [
            ("2026-10-26T00:00:00Z", "2026-10-25T00:00:00Z", "/from period-invalid"),
            ("2025-10-24T00:00:00Z", "2026-10-26T00:00:00Z", "/from period-invalid"),
            (null, "0001-01-02T00:00:00Z", "/to time-invalid"), ("1899-12-31T23:59:59Z", null, "/from time-invalid"),
            ("2026-10-26", null, "/from time-invalid"), (null, "2026-10-26T00:00:00", "/to time-invalid"),
        ],
        async period =>
        {
            var (from, to, error) = period;
            (await Taxpayer.Client.ListCarriagesAsync(Taxpayer.Id, from, to)).ExpectInvalid(error);
            (await Taxpayer.Client.SearchCarriagesAsync(Taxpayer.Id, new(from, to, null, null, null, null, null))).ExpectInvalid(error);
            (await Taxpayer.Client.SumCarriagesAsync(Taxpayer.Id, new(from, to, null, null, null))).ExpectInvalid(error);
        });

    [Fact]
    public async Task Other_parameters_that_cannot_be_are_named()
    {
        (await Taxpayer.Client.SumCarriagesAsync(Taxpayer.Id, new("2026-09-01T00:00:00Z", "2026-10-02T01:00:01Z", null, null, null)))
            .ExpectInvalid("/from period-invalid");
        (await Taxpayer.Client.ListCarriagesAsync(Taxpayer.Id, clientId: "x", limit: 501))
            .ExpectInvalid("/clientId client-id-invalid", "/limit limit-invalid");
        (await Taxpayer.Client.ListCarriagesAsync(Taxpayer.Id, continuation: "x")).ExpectInvalid("/continuation continuation-unreadable");
        var forged = Continuation.Write(Taxpayer.Id, $"carriage|{new string('9', 19)}{new string('z', 30)}");
        Assert.Empty((await Taxpayer.Client.ListCarriagesAsync(Taxpayer.Id, continuation: forged)).Expect(200).Value.Carriages);
    }

    [Fact]
    public async Task The_last_ride_is_noted_once_a_minute_and_another_costs_one_insert_and_one_read()
    {
        var before = await ClientAsync();
        Assert.Null(before.LastRideAt);
        await ReportAsync(_device.Ride(Now.AddDays(-3)));
        var after = await ClientAsync();
        Assert.Equal((Now, before.ETag), (after.LastRideAt, after.ETag));

        Host.Faults.Count();
        await ReportAsync(_device.Ride(Now.AddDays(-2)));
        await Host.FlushAsync();
        Assert.Equal((1, 1), (Host.Faults.Writes, Host.Faults.Reads));
        Host.Clock.Advance(TimeSpan.FromSeconds(59));
        await ReportAsync(_device.Ride(Now.AddDays(-1)));
        Assert.Equal(Now, (await ClientAsync()).LastRideAt);
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReportAsync(_device.Ride(Now));
        Assert.Equal(Now.AddMinutes(1), (await ClientAsync()).LastRideAt);

        async Task<ClientBody> ClientAsync()
        {
            await Host.FlushAsync();
            return (await Taxpayer.ClientsAsync()).Single();
        }
    }

    [Fact]
    public async Task In_the_hour_that_comes_twice_a_ride_ends_after_it_begins()
    {
        (string Start, string End, string Instants)[] rides =
        [
            ("2026-10-25T01:50:00Z", "2026-10-25T04:10:00", "01:50 02:10"),
            ("2026-10-25T03:50:00", "2026-10-25T03:10:00", "00:50 01:10"), // the end in the second of two hours
            ("2026-10-25T03:10:00", "2026-10-25T03:50:00", "00:10 00:50"), // both in the first
        ];
        await ReportAsync(rides.Select(ride => _device.Ride() with { StartDateTime = ride.Start, EndDateTime = ride.End }));

        Assert.Equal(
            rides.Select(ride => ride.Instants),
            (await _device.ReceivedAsync()).Select(ride => $"{ride.StartedAt.UtcDateTime:HH:mm} {ride.EndedAt.UtcDateTime:HH:mm}"));
    }

    private async Task ReportAsync(params IEnumerable<CarriageToReport> rides)
    {
        foreach (var ride in rides)
        {
            (await _device.ReportAsync(ride)).Expect(201);
        }
    }
}
