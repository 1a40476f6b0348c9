namespace Eds.Core;

/// <summary>A taxpayer as one of its users sees it.</summary>
public sealed record TaxpayerMembership(string TaxpayerId, string Name, string RegistrationNumber, TaxpayerKind Kind, Rights Rights)
{
    public override string ToString() => "[redacted]";
}

/// <summary>Who is a user of what. The user row alone decides; the hints of a person only say where to look.</summary>
public sealed class Membership(EdsTables tables, Keys keys)
{
    /// <summary>One point read. Null: no such taxpayer, or the person is no user of it.</summary>
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

    /// <summary>The taxpayers of which the person is a user, by name; empty for nobody's user.</summary>
    public async Task<IReadOnlyList<TaxpayerMembership>> ListAsync(Person person, CancellationToken cancellation)
    {
        var digest = PersonDigest(await keys.LookupAsync(cancellation), person.Code);
        var partition = RowKeys.PersonPartition(digest);
        var found = new List<TaxpayerMembership>();
        await foreach (var hint in tables.Lookups.QueryAsync<LookupRow>(row => row.PartitionKey == partition, cancellationToken: cancellation))
        {
            if (await FindAsync(hint.TaxpayerId, person, cancellation) is { } caller
                && await tables.Taxpayers.FindAsync<TaxpayerRow>(hint.TaxpayerId, RowKeys.Taxpayer, cancellation) is { } taxpayer)
            {
                found.Add(new TaxpayerMembership(
                    hint.TaxpayerId, taxpayer.Name, NumberFor(caller.User, taxpayer), Enum.Parse<TaxpayerKind>(taxpayer.Kind, ignoreCase: true), caller.User.Rights));
            }
        }

        return [.. found.OrderBy(taxpayer => taxpayer.Name, StringComparer.InvariantCultureIgnoreCase)];
    }

    /// <summary>A natural person's is the personal code: masked for other people without the privilege.</summary>
    private static string NumberFor(User user, TaxpayerRow taxpayer) =>
        taxpayer.Kind is "natural" && !user.Rights.RightsManager && taxpayer.RegistrationNumber != user.Code.Digits
            ? PersonalCode.FromStored(taxpayer.RegistrationNumber).Masked
            : taxpayer.RegistrationNumber;

    internal static string PersonDigest(LookupKey key, PersonalCode code) => key.Digest("person", code.Digits);
}
