namespace Eds.Functions;

/// <summary>Which rides may be asked for. What is empty is absent.</summary>
internal sealed class CarriageFilterRules(InputRules rules, Caller caller, DateTimeOffset now)
{
    /// <summary>The longest period to list: a page takes a bounded time, but each of its months a read.</summary>
    public static readonly TimeSpan MaxListed = TimeSpan.FromDays(366);

    /// <summary>The longest period to add up, all in one request. October has an hour more.</summary>
    public static readonly TimeSpan MaxSummed = new(31, 1, 0, 0);

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(31);
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>From the URL, where neither personal codes nor number plates may stand.</summary>
    public CarriageFilter Read(HttpRequest request) =>
        Read(rules.Query(request, "from"), rules.Query(request, "to"), rules.Query(request, "clientId"), null, null, MaxListed);

    public CarriageFilter Read(string? from, string? to, string? clientId, string? driver, string? numberPlate, TimeSpan maxPeriod)
    {
        var end = rules.Time(string.IsNullOrEmpty(to) ? null : to, "/to") ?? now + MaxAhead;
        var start = rules.Time(string.IsNullOrEmpty(from) ? null : from, "/from") ?? end - DefaultPeriod;
        if (end < start || end - start > maxPeriod)
        {
            rules.AddError("/from", "period-invalid", $"Not after to, and at most {maxPeriod.Days} days before it.");
        }

        var wanted = rules.Search(driver, "/driver");
        return new CarriageFilter(
            start,
            end,
            string.IsNullOrEmpty(clientId) ? null : rules.ClientId(clientId, "/clientId"),
            wanted,
            // Others see masked codes, and must not find out the rest by trying.
            caller.User.Rights.RightsManager && PersonalCode.TryParse(wanted, out var code) ? code : null,
            rules.Search(numberPlate, "/numberPlate"));
    }
}
