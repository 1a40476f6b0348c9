namespace Eds.Core;

public sealed record TaxpayerMembership(string TaxpayerId, string Name, string RegistrationNumber, TaxpayerKind Kind, Rights Rights)
    : Redacted;

/// <summary>Who is a user of which taxpayer. The user row decides; the hints of a person only say where to look.</summary>
public sealed class Membership(EdsTables tables, Keys keys)
{
    /// <summary>One point read. Null: no such taxpayer, or the person is not a user of it.</summary>
    public async Task<Caller?> FindAsync(string taxpayerId, Person person, CancellationToken cancellation)
    {
        if (!TaxpayerId.IsValid(taxpayerId))
        {
            return null;
        }

        var userId = Users.IdOf(await keys.LookupAsync(cancellation), taxpayerId, person.Code);
        var row = await tables.Taxpayers.FindAsync<UserRow>(taxpayerId, RowKeys.User(userId), cancellation);
        return row is null ? null : new Caller(taxpayerId, Users.FromRow(row));
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<TaxpayerMembership>> ListAsync(Person person, CancellationToken cancellation)
    {
        var partition = HintPartition(await keys.LookupAsync(cancellation), person.Code);
        var found = new List<TaxpayerMembership>();
        var hints = tables.Lookups.QueryAsync<LookupRow>(row => row.PartitionKey == partition, cancellationToken: cancellation);
        await foreach (var id in hints.Select(hint => hint.TaxpayerId))
        {
            if (await FindAsync(id, person, cancellation) is { } caller
                && await tables.Taxpayers.FindAsync<TaxpayerRow>(id, RowKeys.Taxpayer, cancellation) is { } row)
            {
                var kind = Enum.Parse<TaxpayerKind>(row.Kind, ignoreCase: true);
                found.Add(new TaxpayerMembership(id, row.Name, NumberFor(caller.User, row), kind, caller.User.Rights));
            }
        }

        return [.. found.OrderBy(taxpayer => taxpayer.Name, StringComparer.InvariantCultureIgnoreCase)];
    }

    internal static LookupRow NewHint(LookupKey key, string taxpayerId, PersonalCode code) =>
        new() { PartitionKey = HintPartition(key, code), RowKey = taxpayerId, TaxpayerId = taxpayerId };

    private static string HintPartition(LookupKey key, PersonalCode code) => RowKeys.PersonPartition(key.Digest("person", code.Digits));

    /// <summary>A natural person's number is the personal code: masked for other users who are not rights managers.</summary>
    private static string NumberFor(User user, TaxpayerRow taxpayer) =>
        taxpayer.Kind is "natural" && !user.Rights.RightsManager && taxpayer.RegistrationNumber != user.Code.Digits
            ? PersonalCode.FromStored(taxpayer.RegistrationNumber).Masked
            : taxpayer.RegistrationNumber;
}
