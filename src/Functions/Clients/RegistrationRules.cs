namespace Eds.Functions;

/// <summary>What a registration may say.</summary>
internal sealed class RegistrationRules(InputRules rules)
{
    private const int MaxDrivers = 1_000;

    public IReadOnlyList<Driver> Drivers(IReadOnlyList<PersonBody?>? bodies)
    {
        if (bodies is not { Count: >= 1 and <= MaxDrivers })
        {
            rules.Fault("/drivers", bodies is null ? "required" : "drivers-count", $"1 to {MaxDrivers} drivers are needed.");
            return [];
        }

        var drivers = new List<Driver>(bodies.Count);
        var first = new Dictionary<string, int>();
        for (var i = 0; i < bodies.Count; i++)
        {
            if (bodies[i] is not { } body)
            {
                rules.Fault($"/drivers/{i}", "required", "A driver is needed here.");
                continue;
            }

            var pointer = $"/drivers/{i}/personalCode";
            var driver = new Driver(rules.PersonalCode(body.PersonalCode, pointer), rules.Name(body.Name, $"/drivers/{i}/name"));
            if (driver.Code is not null && !first.TryAdd(driver.Code.Digits, i))
            {
                rules.Fault(pointer, "driver-repeated", $"The same driver as /drivers/{first[driver.Code.Digits]}.");
            }

            drivers.Add(driver);
        }

        return drivers;
    }
}
