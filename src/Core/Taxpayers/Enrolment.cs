using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <param name="RegistrationNumber">11 digits; a natural person's is the personal code.</param>
/// <param name="RightsManager">The first manager; he starts without the right to configure the API.</param>
public sealed record NewTaxpayer(string RegistrationNumber, string Name, TaxpayerKind Kind, Person RightsManager)
{
    public override string ToString() => "[redacted]";
}

/// <summary>Brings a taxpayer and its first rights manager into the system.</summary>
public sealed class Enrolment(EdsTables tables, PurgeQueue due, Keys keys, TimeProvider time)
{
    /// <summary>
    /// The registration number is claimed first; a crash after that is completed by the next call, which adopts the claimed id.
    /// </summary>
    /// <returns>The new taxpayerId, or null if the registration number is enrolled already.</returns>
    public async Task<string?> EnrolAsync(NewTaxpayer taxpayer, Person by, CancellationToken cancellation)
    {
        var key = await keys.LookupAsync(cancellation);
        var now = time.GetUtcNow();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var claim = await ClaimAsync(key.Digest("registration", taxpayer.RegistrationNumber), cancellation);
            var actor = Actor.Operator(key.Digest("operator", by.Code.Digits));
            var manager = Users.NewRow(key, claim.TaxpayerId, taxpayer.RightsManager, now);
            manager.RightsManager = true;
            await tables.Lookups.UpsertEntityAsync(Users.Hint(key, claim.TaxpayerId, taxpayer.RightsManager.Code), TableUpdateMode.Replace, cancellation);
            var enrolled = AuditLog.NewEvent(claim.TaxpayerId, now, "taxpayer-enrolled", actor);
            enrolled.UserId = Users.IdOf(key, claim.TaxpayerId, taxpayer.RightsManager.Code);
            if (await due.TrySubmitAsync([Add(NewRow(claim.TaxpayerId, taxpayer, now)), Add(manager)], enrolled, cancellation))
            {
                return claim.TaxpayerId;
            }

            var present = await tables.Taxpayers.FindAsync<TaxpayerRow>(claim.TaxpayerId, RowKeys.Taxpayer, cancellation);
            if (present?.RegistrationNumber == taxpayer.RegistrationNumber)
            {
                return null;
            }

            if (present is not null)
            {
                // The drawn id belongs to another taxpayer: give the number a fresh one.
                await RedrawAsync(claim, cancellation);
            }
        }

        throw new ContentionException();
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
            RowKey = RowKeys.RegistrationRow,
            TaxpayerId = TaxpayerId.Draw(),
        };
        try
        {
            await tables.Lookups.AddEntityAsync(claim, cancellation);
            return claim;
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            return await tables.Lookups.GetEntityAsync<LookupRow>(claim.PartitionKey, claim.RowKey, cancellationToken: cancellation);
        }
    }

    private async Task RedrawAsync(LookupRow claim, CancellationToken cancellation)
    {
        var stored = (await tables.Lookups.GetEntityAsync<LookupRow>(claim.PartitionKey, claim.RowKey, cancellationToken: cancellation)).Value;
        if (stored.TaxpayerId != claim.TaxpayerId)
        {
            return; // another enrolment of the same number has drawn already
        }

        stored.TaxpayerId = TaxpayerId.Draw();
        try
        {
            await tables.Lookups.UpdateEntityAsync(stored, stored.ETag, TableUpdateMode.Replace, cancellation);
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            // another enrolment of the same number was faster: the next attempt adopts its id
        }
    }
}
