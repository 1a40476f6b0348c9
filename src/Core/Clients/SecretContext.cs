namespace Eds.Core;

/// <summary>Checks a chosen secret against the rules, with what a guesser would try first for this taxpayer.</summary>
public sealed class SecretContext(EdsTables tables)
{
    /// <returns>Empty: the secret may be used.</returns>
    public async Task<IReadOnlyList<SecretFault>> CheckAsync(
        string taxpayerId, string secret, IEnumerable<string> driverNames, CancellationToken cancellation)
    {
        var taxpayer = await tables.Taxpayers.FindAsync<TaxpayerRow>(taxpayerId, RowKeys.Taxpayer, cancellation)
            ?? throw new InvalidDataException($"Taxpayer {taxpayerId} has users but no row.");
        return SecretPolicy.Check(secret, [taxpayer.Name, taxpayer.RegistrationNumber, .. driverNames]);
    }
}
