using Eds.Ops;

namespace Eds.Tests;

/// <summary><c>dotnet run --project ops -- move-user</c>: the last rights manager of a taxpayer has a new personal code.</summary>
[Trait("Host", "Own")]
public sealed class MovedUserTest
{
    [Fact]
    public async Task He_has_his_rights_under_the_new_code_and_nothing_under_the_old_one()
    {
        await using var host = await OwnHost.StartAsync();
        var old = TestPerson.New();
        var taxpayer = await host.Client.EnrolAsync(manager: old);
        var elsewhere = await host.Client.EnrolAsync();
        await elsewhere.AddUserAsync(old);
        var renewed = TestPerson.New();

        Assert.False(await MoveAsync(host, old, renewed)); // elsewhere he is no rights manager
        var moved = (await taxpayer.SignInAsync(renewed)) with { Manager = renewed };
        var self = Assert.Single(await moved.UsersAsync());
        Assert.True(self.IsSelf && self.Rights.RightsManager && self.Rights.TaxiApiConfiguration);
        (await taxpayer.Client.ListUsersAsync(taxpayer.Id)).Expect(404);
        Assert.Equal(2, (await elsewhere.UsersAsync()).Count);

        // Interrupted, it goes on.
        var (other, begun) = (TestPerson.New(), TestPerson.New());
        var interrupted = await host.Client.EnrolAsync(manager: other);
        await interrupted.AddUserAsync(begun);
        Assert.True(await MoveAsync(host, other, begun));
        Assert.Single(await (await interrupted.SignInAsync(begun)).UsersAsync());
    }

    private static Task<bool> MoveAsync(OwnHost host, TestPerson old, TestPerson renewed) =>
        new MovedUser(host.Services.GetRequiredService<Membership>(), host.Services.GetRequiredService<Users>(), TextWriter.Null)
            .MoveAsync(Code(old), new Person(Code(renewed), renewed.Name), Cancellation);

    private static PersonalCode Code(TestPerson person) =>
        PersonalCode.TryParse(person.Code, out var code) ? code : throw new InvalidOperationException();
}
