namespace Eds.Tests;

public sealed class MeTest
{
    [Fact]
    public async Task Nobodys_user_sees_himself_and_an_empty_list()
    {
        var person = TestPerson.New("Eva Liepa");

        var me = (await Api.OfRun.GetAsync("api/me", await Api.OfRun.SignInAsync(person))).Expect(200).ExpectNotStored().Body;

        Assert.Equal(person.Name, me["person"]!["name"]!.GetValue<string>());
        Assert.Equal(person.Code, me["person"]!["personalCode"]!.GetValue<string>());
        Assert.Empty(me["taxpayers"]!.AsArray());
    }

    [Fact]
    public async Task A_user_of_two_taxpayers_sees_both_with_his_rights_in_each()
    {
        var person = TestPerson.New();
        var company = await Api.OfRun.EnrolAsync(manager: person);
        var himself = await Api.OfRun.EnrolAsync(tick: false, manager: person, kind: "natural");
        await Api.OfRun.EnrolAsync();

        var me = (await Api.OfRun.GetAsync("api/me", company.Token)).Expect(200).Body["taxpayers"]!.AsArray();

        Assert.Equal(
            new[]
            {
                $"{company.Id} SIA Pārbaude {company.RegistrationNumber} legal True True",
                $"{himself.Id} SIA Pārbaude {person.Code.Replace("-", "", StringComparison.Ordinal)} natural True False",
            }.Order(StringComparer.Ordinal),
            me.Select(one => string.Join(
                ' ', one!["taxpayerId"], one["name"], one["registrationNumber"], one["kind"], one["rights"]!["rightsManager"]!.GetValue<bool>(), one["rights"]!["taxiApiConfiguration"]!.GetValue<bool>()))
                .Order(StringComparer.Ordinal));
    }
}
