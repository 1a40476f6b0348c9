namespace Eds.Functions;

public sealed record EnrolTaxpayerBody(string? RegistrationNumber, string? Name, string? Kind, PersonBody? RightsManager) : Redacted;

public sealed record PersonBody(string? PersonalCode, string? Name) : Redacted;

public sealed record TaxpayerBody(string TaxpayerId, string RegistrationNumber, string Name, TaxpayerKind Kind) : Redacted;

/// <summary>An operator enrols a taxpayer and its first rights manager.</summary>
public sealed class EnrolTaxpayer(AccessControl access, Enrolment enrolment)
{
    [Function(nameof(EnrolTaxpayer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers")] HttpRequest request, CancellationToken cancellation)
    {
        var (enrolledBy, refusal) = await access.OperatorAsync(request);
        if (enrolledBy is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var body = await rules.JsonAsync<EnrolTaxpayerBody>(request, cancellation);
        var taxpayer = Read(body, rules);
        if (rules.Refusal is { } invalid)
        {
            return invalid;
        }

        return await enrolment.EnrolAsync(taxpayer, enrolledBy, cancellation) is { } taxpayerId
            ? Json.Answer(new TaxpayerBody(taxpayerId, taxpayer.RegistrationNumber, taxpayer.Name, taxpayer.Kind), 201)
            : Problems.TaxpayerExists();
    }

    private static NewTaxpayer Read(EnrolTaxpayerBody? body, InputRules rules)
    {
        var kind = rules.Required(body?.Kind, "/kind") ? rules.Choice(body?.Kind, "/kind", TaxpayerKind.Legal) : default;
        var number = kind is TaxpayerKind.Natural
            ? rules.PersonalCode(body?.RegistrationNumber, "/registrationNumber")?.Digits
            : rules.RegistrationNumber(body?.RegistrationNumber, "/registrationNumber")?.Digits;
        rules.Required(body?.RightsManager, "/rightsManager");
        var manager = body?.RightsManager is { } person
            ? new Person(
                rules.PersonalCode(person.PersonalCode, "/rightsManager/personalCode"), rules.Name(person.Name, "/rightsManager/name"))
            : null;
        return new NewTaxpayer(number!, rules.Name(body?.Name, "/name"), kind, manager!);
    }
}
