using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <param name="RegistrationNumber">11 digits; for a natural person the personal code.</param>
/// <param name="RightsManager">The first user, without the right TaxiApiConfiguration.</param>
public sealed record NewTaxpayer(string RegistrationNumber, string Name, TaxpayerKind Kind, Person RightsManager) : Redacted;

public sealed class Enrolment(EdsTables tables, AuditLog auditLog, Keys keys, TimeProvider time)
{
    /// <summary>Claims the registration number first; after a crash the next call adopts the claimed id and completes it.</summary>
    /// <returns>The new taxpayerId, or null if the registration number is already enrolled.</returns>
    public async Task<string?> EnrolAsync(NewTaxpayer taxpayer, Person by, CancellationToken cancellation)
    {
        var key = await keys.LookupAsync(cancellation);
        var now = time.GetUtcNow();
        var (manager, actor) = (taxpayer.RightsManager, new Actor("operator", key.Digest("operator", by.Code.Digits)));
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            var claim = await ClaimAsync(key.Digest("registration", taxpayer.RegistrationNumber), cancellation);
            var taxpayerId = claim.TaxpayerId;
            var user = Users.NewRow(key, taxpayerId, manager, now);
            user.RightsManager = true;
            var enrolled = AuditLog.NewEvent(taxpayerId, now, "taxpayer-enrolled", actor);
            enrolled.UserId = Users.IdOf(key, taxpayerId, manager.Code);
            await tables.Lookups.UpsertEntityAsync(
                Membership.NewHint(key, taxpayerId, manager.Code), TableUpdateMode.Replace, cancellation);
            if (await auditLog.TrySubmitAsync([Add(NewRow(taxpayerId, taxpayer, now)), Add(user)], enrolled, cancellation))
            {
                return taxpayerId;
            }

            var existing = await tables.Taxpayers.FindAsync<TaxpayerRow>(taxpayerId, RowKeys.Taxpayer, cancellation);
            if (existing?.RegistrationNumber == taxpayer.RegistrationNumber)
            {
                return null;
            }

            if (existing is not null)
            {
                await RedrawAsync(claim, cancellation); // the drawn id belongs to another taxpayer
            }
        }
    }

    private static TaxpayerRow NewRow(string taxpayerId, NewTaxpayer taxpayer, DateTimeOffset now) => new()
    {
        PartitionKey = taxpayerId,
        RowKey = RowKeys.Taxpayer,
        Name = taxpayer.Name,
        RegistrationNumber = taxpayer.RegistrationNumber,
        Kind = taxpayer.Kind.ToString().ToLowerInvariant(),
        Managers = 1,
        CreatedAt = now,
    };

    private async Task<LookupRow> ClaimAsync(string digest, CancellationToken cancellation)
    {
        var claim = new LookupRow
        {
            PartitionKey = RowKeys.RegistrationPartition(digest),
            RowKey = RowKeys.Taxpayer,
            TaxpayerId = TaxpayerId.Draw(),
        };
        return await tables.Lookups.TryAddAsync(claim, cancellation) ? claim : await ReadAsync(claim, cancellation);
    }

    private async Task RedrawAsync(LookupRow claim, CancellationToken cancellation)
    {
        var stored = await ReadAsync(claim, cancellation);
        if (stored.TaxpayerId != claim.TaxpayerId)
        {
            return; // another enrolment of the same number has redrawn
        }

        stored.TaxpayerId = TaxpayerId.Draw();

        // False: another enrolment of the same number was faster, and the next attempt adopts its id.
        await tables.Lookups.TryUpdateAsync(stored, stored.ETag, TableUpdateMode.Replace, cancellation);
    }

    private async Task<LookupRow> ReadAsync(LookupRow claim, CancellationToken cancellation) =>
        await tables.Lookups.GetEntityAsync<LookupRow>(claim.PartitionKey, claim.RowKey, cancellationToken: cancellation);
}
