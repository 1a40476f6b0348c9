using System.Runtime.CompilerServices;

namespace Eds.Core;

/// <summary>Which rides to find: those that began in a period. What is null does not matter.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Driver">Contained in the driver's name.</param>
/// <param name="DriverCode">The driver's personal code; finds beside <paramref name="Driver"/>.</param>
/// <param name="NumberPlate">Contained in the plate.</param>
public sealed record CarriageFilter(
    DateTimeOffset From, DateTimeOffset To, ClientId? ClientId, string? Driver, PersonalCode? DriverCode, string? NumberPlate) : Redacted
{
    private readonly string _driver = SearchText.Fold(NameRule.WithSingleSpaces(Driver ?? ""));
    private readonly string _plate = Core.NumberPlate.Fold(NumberPlate ?? "");

    internal bool Includes(CarriageRow row) =>
        (ClientId is null || row.ClientId == ClientId.Value.Compact)
        && row.NumberPlate.Contains(_plate, StringComparison.Ordinal)
        && (Driver is null || row.PersonalCode == DriverCode?.Digits
            || SearchText.Fold(row.DriverName).Contains(_driver, StringComparison.Ordinal));
}

/// <param name="PersonalCode">With its hyphen, or masked.</param>
public sealed record CarriageDriver(string Name, string PersonalCode) : Redacted;

/// <summary>A ride as it was received, and as it is shown.</summary>
public sealed record ReceivedCarriage(
    string Receipt,
    string ClientId,
    string CarriersTaxpayerCode,
    CarriageDriver Driver,
    string NumberPlate,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    decimal Distance,
    decimal ServiceFee,
    decimal? Commission,
    string? PaymentType,
    string? SerialNumber,
    decimal? GrandTotal,
    DateTimeOffset ReceivedAt) : Redacted
{
    /// <param name="masked">Personal codes are.</param>
    internal static ReceivedCarriage FromRow(CarriageRow row, bool masked)
    {
        var (driver, isCompany) = (PersonalCode.FromStored(row.PersonalCode), RegistrationNumber.TryParse(row.CarriersTaxpayerCode, out _));
        return new ReceivedCarriage(
            Carriage.Receipt(RowKeys.CarriageDigest(row.RowKey)),
            Core.ClientId.FromStored(row.ClientId).ToString(),
            masked && !isCompany ? PersonalCode.FromStored(row.CarriersTaxpayerCode).Masked : row.CarriersTaxpayerCode,
            new CarriageDriver(row.DriverName, masked ? driver.Masked : driver.Display),
            row.NumberPlate,
            row.StartedAt,
            row.EndedAt,
            Amount.Read(row.Distance),
            Amount.Read(row.ServiceFee),
            row.Commission is { } commission ? Amount.Read(commission) : null,
            row.PaymentType,
            row.SerialNumber,
            row.GrandTotal is { } total ? Amount.Read(total) : null,
            row.ReceivedAt);
    }
}

/// <param name="Continuation">Null at the end. A page may be shorter than asked, and still have a next one.</param>
public sealed record CarriagePage(IReadOnlyList<ReceivedCarriage> Carriages, string? Continuation);

/// <param name="Distance">Kilometres.</param>
/// <param name="ServiceFee">Euros.</param>
public sealed record CarriageDay(DateOnly Date, int Rides, decimal Distance, decimal ServiceFee, decimal Commission);

/// <param name="Days">In Latvia, those with rides, oldest first.</param>
public sealed record CarriageTotals(
    int Rides, decimal Distance, decimal ServiceFee, decimal Commission, DateTimeOffset? LastReceivedAt, IReadOnlyList<CarriageDay> Days);

/// <summary>The rides of a taxpayer that were received, newest first.</summary>
public sealed class CarriageReport(EdsTables tables)
{
    private static readonly string[] Summed =
    [
        nameof(CarriageRow.StartedAt), nameof(CarriageRow.Distance), nameof(CarriageRow.ServiceFee), nameof(CarriageRow.Commission),
        nameof(CarriageRow.ReceivedAt), nameof(CarriageRow.ClientId), nameof(CarriageRow.PersonalCode), nameof(CarriageRow.DriverName),
        nameof(CarriageRow.NumberPlate),
    ];

    /// <summary>One page. Without the right RightsManager the user sees personal codes masked.</summary>
    /// <returns>Null if the continuation is unreadable.</returns>
    public async Task<CarriagePage?> ListAsync(
        Caller caller, CarriageFilter filter, int limit, string? continuation, CancellationToken cancellation)
    {
        const string kind = "carriage";
        var (taxpayerId, masked) = (caller.TaxpayerId, !caller.User.Rights.RightsManager);
        if (Continuation.After(taxpayerId, kind, continuation) is not { } written)
        {
            return null;
        }

        var after = RowKeys.IdOf(written); // empty at first
        int? pageSize = filter is { ClientId: null, Driver: null, NumberPlate: null } ? limit + 1 : null;
        var rows = RowsAsync(taxpayerId, filter, after, pageSize, null, cancellation);
        var (found, next) = await Continuation.PageAsync(taxpayerId, rows, after, limit, row => ValueTask.FromResult(
            filter.Includes(row) ? ReceivedCarriage.FromRow(row, masked) : null), prefix: kind + "|");
        return new CarriagePage(found, next);
    }

    /// <summary>Reads all rides of the period, which the caller has bounded.</summary>
    public async Task<CarriageTotals> SumAsync(string taxpayerId, CarriageFilter filter, CancellationToken cancellation)
    {
        DateTimeOffset? last = null;
        var days = new SortedDictionary<DateOnly, CarriageDay>();
        await foreach (var row in RowsAsync(taxpayerId, filter, "", null, Summed, cancellation))
        {
            if (filter.Includes(row))
            {
                var date = LatvianTime.DateOf(row.StartedAt);
                var day = days.GetValueOrDefault(date) ?? new CarriageDay(date, 0, 0, 0, 0);
                days[date] = new CarriageDay(
                    date,
                    day.Rides + 1,
                    day.Distance + Amount.Read(row.Distance),
                    day.ServiceFee + Amount.Read(row.ServiceFee),
                    day.Commission + Amount.Read(row.Commission ?? "0"));
                last = row.ReceivedAt < last ? last : row.ReceivedAt;
            }
        }

        return new CarriageTotals(
            days.Values.Sum(day => day.Rides),
            days.Values.Sum(day => day.Distance),
            days.Values.Sum(day => day.ServiceFee),
            days.Values.Sum(day => day.Commission),
            last,
            [.. days.Values]);
    }

    /// <summary>Month by month, as each is a partition.</summary>
    private async IAsyncEnumerable<CarriageRow> RowsAsync(
        string taxpayerId,
        CarriageFilter filter,
        string after,
        int? pageSize,
        IEnumerable<string>? columns,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (from, to) = (RowKeys.CarriagesBefore(filter.To), RowKeys.CarriagesBefore(filter.From));
        from = string.CompareOrdinal(after, from) > 0 ? after : from;
        if (string.CompareOrdinal(from, to) >= 0)
        {
            yield break;
        }

        var month = RowKeys.CarriageStart(from);
        for (var left = MonthsBetween(filter.From, month); left >= 0; left--, month = month.AddMonths(-1))
        {
            var partition = RowKeys.CarriagePartition(taxpayerId, month);
            await foreach (var row in tables.Carriages.QueryAsync<CarriageRow>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {to}"), pageSize, columns,
                cancellation))
            {
                yield return row;
            }
        }
    }

    private static int MonthsBetween(DateTimeOffset from, DateTimeOffset to) =>
        (12 * (to.UtcDateTime.Year - from.UtcDateTime.Year)) + to.UtcDateTime.Month - from.UtcDateTime.Month;
}
