using Eds.Core;
using Microsoft.AspNetCore.Http;

namespace Eds.Functions;

/// <summary>What a registration may say.</summary>
internal sealed class RegistrationRules
{
    private const int MaxDrivers = 1_000;

    private readonly InputRules _rules = new();

    public bool Broken => _rules.Broken;

    public IResult Refusal => _rules.Refusal;

    public IReadOnlyList<Driver> Drivers(IReadOnlyList<PersonBody?>? bodies)
    {
        if (bodies is not { Count: >= 1 and <= MaxDrivers })
        {
            _rules.Fault("/drivers", bodies is null ? "required" : "drivers-count", $"1 to {MaxDrivers} drivers are needed.");
            return [];
        }

        var drivers = new List<Driver>(bodies.Count);
        var first = new Dictionary<string, int>();
        for (var i = 0; i < bodies.Count; i++)
        {
            if (bodies[i] is not { } body)
            {
                _rules.Fault($"/drivers/{i}", "required", "A driver is needed here.");
                continue;
            }

            var pointer = $"/drivers/{i}/personalCode";
            var driver = new Driver(_rules.PersonalCode(body.PersonalCode, pointer), _rules.Name(body.Name, $"/drivers/{i}/name"));
            if (driver.Code is not null && !first.TryAdd(driver.Code.Digits, i))
            {
                _rules.Fault(pointer, "driver-repeated", $"The same driver as /drivers/{first[driver.Code.Digits]}.");
            }

            drivers.Add(driver);
        }

        return drivers;
    }

    /// <param name="body">Exactly one of value, generate and secretId.</param>
    /// <param name="check">The rules for a chosen secret.</param>
    public async Task<SecretChoice?> SecretAsync(SecretChoiceBody? body, Func<string, Task<IReadOnlyList<SecretFault>>> check)
    {
        switch (body)
        {
            case { Value: { } value, Generate: null, Each: null, SecretId: null }:
                foreach (var fault in await check(value))
                {
                    _rules.Fault("/secret/value", fault.Code, fault.Detail);
                }

                return ClientSecret.TryRead(value) is { } secret ? new SecretChoice.Chosen(secret) : null;
            case { Value: null, Generate: true, SecretId: null }:
                return new SecretChoice.Generated(body.Each ?? false);
            case { Value: null, Generate: null, Each: null, SecretId: { } secretId }:
                return new SecretChoice.Existing(secretId);
            case null:
                _rules.Required(body, "/secret");
                return null;
            default:
                _rules.Fault("/secret", "secret-choice", "Exactly one of value, generate (true; with each, if wanted) and secretId is needed.");
                return null;
        }
    }
}
