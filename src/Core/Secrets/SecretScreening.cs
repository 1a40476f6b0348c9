namespace Eds.Core;

/// <summary>Checks a chosen secret against the rules, with what a guesser would try first for this taxpayer.</summary>
public sealed class SecretScreening(EdsTables tables)
{
    /// <returns>Empty: the secret may be used.</returns>
    public async Task<IReadOnlyList<SecretViolation>> CheckAsync(
        Caller caller, string secret, IEnumerable<Driver> drivers, CancellationToken cancellation)
    {
        var taxpayer = await tables.Taxpayers.FindAsync<TaxpayerRow>(caller.TaxpayerId, RowKeys.Taxpayer, cancellation)
            ?? throw new InvalidDataException($"Taxpayer {caller.TaxpayerId} has users but no row.");
        return SecretPolicy.Check(
            secret,
            [
                taxpayer.Name, taxpayer.RegistrationNumber, caller.TaxpayerId, caller.User.Name, caller.User.Code.Digits,
                .. drivers.SelectMany(driver => new[] { driver.Name, driver.Code.Digits }),
            ]);
    }

    /// <summary>For a new secret of clients that exist: the drivers are theirs.</summary>
    public async Task<IReadOnlyList<SecretViolation>> CheckAsync(
        Caller caller, string secret, string secretId, CancellationToken cancellation)
    {
        string[] columns = [nameof(ClientRow.SecretId), nameof(ClientRow.DriverName), nameof(ClientRow.PersonalCode)];
        var drivers = await tables.Taxpayers.RowsOf<ClientRow>(caller.TaxpayerId, "client", cancellation, columns)
            .Where(client => client.SecretId == secretId)
            .Select(client => new Driver(PersonalCode.FromStored(client.PersonalCode), client.DriverName)).ToListAsync(cancellation);
        return await CheckAsync(caller, secret, drivers, cancellation);
    }
}
