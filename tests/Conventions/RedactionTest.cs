using System.Reflection;

namespace Eds.Tests;

public sealed class RedactionTest
{
    private const string Canary = "canary";
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly HashSet<string> Sensitive = new(StringComparer.OrdinalIgnoreCase)
    {
        "PersonalCode", "RegistrationNumber", "Secret", "Value", "Search", "AccessToken", "ClientSecret", "Digits",
        "CarriersTaxpayerCode", "DriversPersonCode", "NumberPlate",
    };

    [Fact]
    public void No_record_with_a_sensitive_text_prints_it()
    {
        var records = new[] { typeof(EdsOptions).Assembly, typeof(Functions.AccessControl).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetMethod("<Clone>$") is not null && !type.IsAbstract)
            .Select(type => (Type: type, Constructor: type.GetConstructors(All).MaxBy(constructor => constructor.GetParameters().Length)!))
            .Where(record => record.Constructor.GetParameters().Any(IsSensitive))
            .ToList();

        Assert.True(records.Count >= 12, "The records were not found.");
        foreach (var (type, constructor) in records)
        {
            // A masked code may be seen, and a legal person's number; a PersonalCode prints itself masked, and is made of digits only.
            if (type.Name is "UserBody" or nameof(PersonalCode) or nameof(RegistrationNumber))
            {
                continue;
            }

            var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
                IsSensitive(parameter) ? Canary : parameter.ParameterType.IsValueType
                    ? Activator.CreateInstance(parameter.ParameterType) : null)]);
            Assert.DoesNotContain(Canary, made.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_secret_prints_masked_in_JSON_too()
    {
        var secret = ClientSecret.Generate();
        Assert.DoesNotContain(secret.Reveal(), $"{secret} {JsonSerializer.Serialize(secret)}", StringComparison.Ordinal);
    }

    private static bool IsSensitive(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) && Sensitive.Contains(parameter.Name!);
}
