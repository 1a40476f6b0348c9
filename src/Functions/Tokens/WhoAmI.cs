namespace Eds.Functions;

public sealed record WhoAmIBody(string ClientId, string TaxpayerId, string RegistrationNumber, DriverBody Driver) : Redacted;

/// <summary>A device checks its credentials and sees for whom it works.</summary>
public sealed class WhoAmI(AccessControl access, DeviceAuthentication devices)
{
    [Function(nameof(WhoAmI))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxi/whoami")] HttpRequest request, CancellationToken cancellation)
    {
        var (device, refusal) = await access.DeviceAsync(request, cancellation);
        if (device is null)
        {
            return refusal!;
        }

        return Json.Answer(new WhoAmIBody(
            device.Client.ClientId.ToString(),
            device.Client.ClientId.TaxpayerId,
            await devices.RegistrationNumberAsync(device, cancellation),
            DriverBody.From(device.Client.Driver)));
    }
}
