using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>A device reports a ride, and gets the receipt. What the credentials are for.</summary>
public sealed class ReportCarriage(
    AccessControl access, CarriageRateLimiter limiter, CarriageStore carriages, EdsOptions options, TimeProvider time)
{
    [Function(nameof(ReportCarriage))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/carriage")] HttpRequest request,
        CancellationToken cancellation)
    {
        var (device, refusal) = await access.DeviceAsync(request, cancellation);
        if (device is null)
        {
            return refusal!;
        }

        if (limiter.TryAcquire(device.Client.ClientId) is { } wait)
        {
            return Refuse("rate-limited", Problems.TooManyRequests(wait));
        }

        var rules = new InputRules();
        var fields = new CarriageFields(rules);
        if (await CarriageBody.ReadAsync(request, fields, cancellation) is { } unreadable)
        {
            return Refuse("unreadable", unreadable);
        }

        var carriage = new CarriageRules(rules, fields, options.Carriages.MaxAge, time.GetUtcNow()).Read();
        if (rules.Refusal is { } invalid)
        {
            return Refuse("invalid", invalid);
        }

        if (carriage.Driver != device.Client.Driver.Code)
        {
            return Refuse("driver-mismatch", Problems.DriverMismatch());
        }

        var receipt = await carriages.AddAsync(device.Client, carriage);
        return receipt.IsNew ? Answer(request, receipt.Text) : Problems.CarriageExists(receipt.Text);
    }

    private static IResult Refuse(string reason, IResult answer)
    {
        Metrics.CarriageRefused(reason);
        return answer;
    }

    private static IResult Answer(HttpRequest request, string receipt) => PrefersXml(request)
        ? TypedResults.Text($"<Receipt>{receipt}</Receipt>", "application/xml", statusCode: StatusCodes.Status201Created)
        : Json.Answer(receipt, StatusCodes.Status201Created);

    /// <summary>JSON unless the Accept header prefers XML.</summary>
    private static bool PrefersXml(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() is { MediaType.Value: { } preferred, Quality: not 0 }
        && preferred.ToLowerInvariant() is "application/xml" or "text/xml";
}
