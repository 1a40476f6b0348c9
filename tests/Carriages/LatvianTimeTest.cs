namespace Eds.Tests;

public sealed class LatvianTimeTest
{
    [Theory]
    [InlineData("2026-01-31T12:00:00", "2026-01-31T10:00:00Z")] // winter
    [InlineData("2026-07-31T12:00:00", "2026-07-31T09:00:00Z")] // summer
    [InlineData("2026-07-31T12:00", "2026-07-31T09:00:00Z")]
    [InlineData("2026-07-31T12:00:00.25", "2026-07-31T09:00:00.25Z")]
    [InlineData("2026-07-31T12:00:00Z", "2026-07-31T12:00:00Z")]
    [InlineData("2026-07-31T12:00:00-05:30", "2026-07-31T17:30:00Z")]
    [InlineData("2026-03-29T02:59:59", "2026-03-29T00:59:59Z")] // before the hour that spring leaves out,
    [InlineData("2026-03-29T03:30:00", "2026-03-29T01:30:00Z")] // in it: as a clock that was not put forward,
    [InlineData("2026-03-29T04:00:00", "2026-03-29T01:00:00Z")] // after it
    [InlineData("2026-10-25T02:59:59", "2026-10-24T23:59:59Z")]
    [InlineData("2026-10-25T04:00:00", "2026-10-25T02:00:00Z")]
    public void A_time_is_an_instant(string text, string instant)
    {
        var time = LatvianTime.Parse(text)!;

        Assert.Equal(At(instant), time.First);
        Assert.Equal(time.First, time.Second);
    }

    [Fact]
    public void An_hour_that_comes_twice_is_two_instants() =>
        Assert.Equal(new LatvianTime(At("2026-10-25T00:30:00Z"), At("2026-10-25T01:30:00Z")), LatvianTime.Parse("2026-10-25T03:30:00"));

    [Fact]
    public void What_is_no_time_is_refused() => Assert.All<string>(
        [
            "", "2026-01-31", "2026-01-31 12:00:00", "2026-02-30T12:00:00", "2026-01-31T24:00:00", "2026-01-31T12:60:00",
            "2026-01-31T12:00:60", "2026-01-31t12:00:00z", "2026-01-31T12:00:00+15:00", "2026-01-31T12:00:00.12345678", "31.01.2026 12:00",
            "0001-01-01T00:00:00", "9999-12-31T23:59:59", "0001-01-01T00:00:00+14:00", "٢026-01-31T12:00:00",
        ],
        text => Assert.Null(LatvianTime.Parse(text)));

    [Theory]
    [InlineData("2026-01-31T21:59:59Z", "2026-01-31")]
    [InlineData("2026-01-31T22:00:00Z", "2026-02-01")]
    [InlineData("2026-07-31T21:00:00Z", "2026-08-01")]
    public void A_day_begins_at_midnight_in_Latvia(string instant, string day) =>
        Assert.Equal(DateOnly.Parse(day, CultureInfo.InvariantCulture), LatvianTime.DateOf(At(instant)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
