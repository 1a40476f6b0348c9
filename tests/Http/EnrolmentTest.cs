namespace Eds.Tests;

public sealed class EnrolmentTest
{
    [Fact]
    public async Task A_company_is_enrolled_once_and_its_first_manager_stays()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();

        foreach (var number in new[] { taxpayer.RegistrationNumber, $" {taxpayer.RegistrationNumber} " })
        {
            (await taxpayer.UnchangedAsync(() => EnrolAsync(number, "legal"))).Expect(409, "taxpayer-exists");
        }
    }

    [Fact]
    public async Task A_natural_person_is_enrolled_once_and_another_may_be_manager()
    {
        var code = TestPerson.New().Code;

        var enrolled = (await EnrolAsync(code, "natural")).Expect(201).Value;

        Assert.Equal((code.WithoutHyphens(), TaxpayerKind.Natural), (enrolled.RegistrationNumber, enrolled.Kind));
        (await EnrolAsync(code.WithoutHyphens(), "natural")).Expect(409, "taxpayer-exists");
    }

    [Fact]
    public async Task A_user_of_two_taxpayers_sees_both_with_the_rights_in_each()
    {
        var person = TestPerson.New();
        var company = await TestRun.Client.EnrolAsync(manager: person);
        var own = await TestRun.Client.EnrolAsync(tick: false, manager: person, kind: "natural");

        var me = (await company.Client.GetMeAsync()).Expect(200).Value.Taxpayers;

        Assert.Equal(
            new TaxpayerMembership[]
            {
                new(company.Id, "SIA Pārbaude", company.RegistrationNumber, TaxpayerKind.Legal, new Rights(true, true)),
                new(own.Id, "SIA Pārbaude", person.Code.WithoutHyphens(), TaxpayerKind.Natural, new Rights(true, false)),
            }.OrderBy(taxpayer => taxpayer.TaxpayerId, StringComparer.Ordinal),
            me.OrderBy(taxpayer => taxpayer.TaxpayerId, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_user_without_RightsManager_sees_a_natural_persons_number_masked()
    {
        var (owner, user) = (TestPerson.New(), TestPerson.New());
        var taxpayer = await TestRun.Client.EnrolAsync(manager: owner, kind: "natural");
        var added = await taxpayer.AddUserAsync(user);

        Assert.Equal($"{owner.Code[..8]}****", await NumberAsync());
        (await taxpayer.ChangeRightsAsync(added, rightsManager: true, taxi: false)).Expect(200);
        Assert.Equal(owner.Code.WithoutHyphens(), await NumberAsync());

        async Task<string> NumberAsync() =>
            Assert.Single((await (await taxpayer.SignInAsync(user)).Client.GetMeAsync()).Expect(200).Value.Taxpayers).RegistrationNumber;
    }

    /// <summary>With a rights manager of its own.</summary>
    private static async Task<Answer<TaxpayerBody>> EnrolAsync(string number, string kind) =>
        await (await TestRun.Client.AsOperatorAsync()).EnrolTaxpayerAsync(new(number, "SIA Cits", kind, TestPerson.New().Body));
}
