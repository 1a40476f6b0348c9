namespace Eds.Functions;

/// <summary>The drivers of a registration.</summary>
internal static class RegistrationRules
{
    private const int MaxDrivers = 1_000;

    public static IReadOnlyList<Driver> Drivers(IReadOnlyList<DriverToRegisterBody?>? bodies, InputRules rules)
    {
        if (bodies is not { Count: >= 1 and <= MaxDrivers })
        {
            rules.AddError("/drivers", bodies is null ? "required" : "drivers-count", $"1 to {MaxDrivers} drivers are needed.");
            return [];
        }

        var drivers = new List<Driver>(bodies.Count);
        var firstIndex = new Dictionary<string, int>();
        for (var i = 0; i < bodies.Count; i++)
        {
            if (bodies[i] is not { } body)
            {
                rules.AddError($"/drivers/{i}", "required", "A driver is needed here.");
                continue;
            }

            var pointer = $"/drivers/{i}/personalCode";
            var driver = new Driver(rules.PersonalCode(body.PersonalCode, pointer), rules.Name(body.Name, $"/drivers/{i}/name"))
            {
                ValidUntil = rules.Time(body.ValidUntil, $"/drivers/{i}/validUntil"),
            };
            if (driver.Code is not null && !firstIndex.TryAdd(driver.Code.Digits, i))
            {
                rules.AddError(pointer, "driver-repeated", $"The same driver as /drivers/{firstIndex[driver.Code.Digits]}.");
            }

            drivers.Add(driver);
        }

        return drivers;
    }
}
