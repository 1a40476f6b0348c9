using Eds.Core;

namespace Eds.Ops;

/// <summary>
/// A rights manager whose personal code changed, and whom nobody else can add anew: in each of his taxpayers he adds himself under the new
/// code with the rights that he had, and removes his old self. The product's own use cases do it, so it is in the events as his deed.
/// </summary>
internal sealed class MovedUser(Membership membership, Users users, TextWriter report)
{
    /// <returns>False: somewhere he is no rights manager, and another one has to add him.</returns>
    public async Task<bool> MoveAsync(PersonalCode old, Person renewed, CancellationToken cancellation)
    {
        var all = true;
        foreach (var taxpayer in await membership.ListAsync(new Person(old, renewed.Name), cancellation))
        {
            var change = taxpayer.Rights.RightsManager
                ? await MoveAsync(taxpayer.TaxpayerId, old, renewed, cancellation)
                : ChangeOutcome.NotPermitted;
            await report.WriteLineAsync($"{taxpayer.TaxpayerId}: {change switch
            {
                ChangeOutcome.Made => "moved",
                ChangeOutcome.NotPermitted => "not a rights manager there: one of them adds the new code in the portal",
                var other => $"not moved: {other}",
            }}");
            all &= change is ChangeOutcome.Made;
        }

        return all;
    }

    private async Task<ChangeOutcome> MoveAsync(string taxpayerId, PersonalCode old, Person renewed, CancellationToken cancellation)
    {
        var caller = (await membership.FindAsync(taxpayerId, new Person(old, renewed.Name), cancellation))!;
        var (added, _) = await users.AddAsync(caller, renewed, cancellation);
        if (added is not (ChangeOutcome.Made or ChangeOutcome.UserExists))
        {
            return added;
        }

        // There already: a run before this one was interrupted, or he was added otherwise.
        var user = (await membership.FindAsync(taxpayerId, renewed, cancellation))!.User;
        var (given, _) = await users.ChangeRightsAsync(caller, user.UserId, caller.User.Rights, user.ETag, cancellation);
        return given is ChangeOutcome.Made ? await users.RemoveAsync(caller, caller.User.UserId, cancellation) : given;
    }
}
