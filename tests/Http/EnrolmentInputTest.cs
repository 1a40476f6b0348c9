using System.Text.Json.Nodes;

namespace Eds.Tests;

/// <summary>What an operator may enrol: a company under its registration number, a natural person under his personal code, each once.</summary>
public sealed class EnrolmentInputTest
{
    // Facts 4: control digit, first digit, length.
    [Theory]
    [InlineData("registrationNumber", "40003521601", "/registrationNumber registration-number-invalid")]
    [InlineData("registrationNumber", "10003521600", "/registrationNumber registration-number-invalid")]
    [InlineData("registrationNumber", "4000352160", "/registrationNumber registration-number-invalid")]
    [InlineData("registrationNumber", "400035216000", "/registrationNumber registration-number-invalid")]
    [InlineData("registrationNumber", "400035-21600", "/registrationNumber registration-number-invalid")]
    [InlineData("registrationNumber", "329999-99709", "/registrationNumber registration-number-invalid")]
    [InlineData("registrationNumber", "", "/registrationNumber registration-number-invalid")]
    [InlineData("name", " ", "/name name-invalid")]
    [InlineData("name", "SIA\u0007", "/name name-invalid")]
    [InlineData("kind", "company", "/kind unknown-value")]
    [InlineData("kind", "Legal", "/kind unknown-value")]
    [InlineData("kind", "0", "/kind unknown-value")]
    [InlineData("kind", "", "/kind unknown-value")]
    [InlineData("kind", "natural", "/registrationNumber personal-code-invalid")] // a company's number is no personal code
    public async Task A_taxpayer_needs_a_number_of_its_kind_and_a_name(string field, string value, string error)
    {
        var body = Company();
        body[field] = value;

        (await EnrolAsync(body)).ExpectInvalid(error);

        // Nothing of it is kept: the number can be enrolled.
        body = Company(field == "registrationNumber" ? TestPerson.NewRegistrationNumber() : body["registrationNumber"]!.GetValue<string>());
        (await EnrolAsync(body)).Expect(201);
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var body = new JsonObject
        {
            ["registrationNumber"] = "40003521601",
            ["kind"] = "legal",
            ["name"] = new string('a', 101),
            ["rightsManager"] = new JsonObject { ["personalCode"] = "161175-19998", ["name"] = "" },
        };

        (await EnrolAsync(body)).ExpectInvalid(
            "/registrationNumber registration-number-invalid",
            "/name name-invalid",
            "/rightsManager/personalCode personal-code-invalid",
            "/rightsManager/name name-invalid");
    }

    [Fact]
    public async Task A_company_is_enrolled_once_and_its_first_manager_stays()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await EnrolAsync(Company(taxpayer.RegistrationNumber))).ExpectProblem(409, "taxpayer-exists");
        (await EnrolAsync(Company($" {taxpayer.RegistrationNumber} "))).ExpectProblem(409, "taxpayer-exists");

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task A_natural_person_is_enrolled_once_however_his_code_is_written_and_another_may_be_his_manager()
    {
        var person = TestPerson.New();
        var body = Company(person.Code);
        body["kind"] = "natural";

        var enrolled = (await EnrolAsync(body)).Expect(201).ExpectNotStored().Body;

        Assert.Equal(person.Code.Replace("-", "", StringComparison.Ordinal), enrolled["registrationNumber"]!.GetValue<string>());
        Assert.Equal("natural", enrolled["kind"]!.GetValue<string>());
        body["registrationNumber"] = person.Code.Replace("-", "", StringComparison.Ordinal);
        (await EnrolAsync(body)).ExpectProblem(409, "taxpayer-exists");
    }

    private static JsonObject Company(string? registrationNumber = null)
    {
        var manager = TestPerson.New();
        return new JsonObject
        {
            ["registrationNumber"] = registrationNumber ?? TestPerson.NewRegistrationNumber(),
            ["name"] = "SIA Cits",
            ["kind"] = "legal",
            ["rightsManager"] = new JsonObject { ["personalCode"] = manager.Code, ["name"] = manager.Name },
        };
    }

    private static async Task<Answer> EnrolAsync(JsonObject body) => await Api.OfRun.SendAsync(
        HttpMethod.Post, "api/taxpayers", await Api.OfRun.SignInAsync(TestPerson.Operator, "Operator"), body);
}
