namespace Eds.Tests;

/// <summary>A made-up person. Codes are of the block 39…, which is not issued, each used once.</summary>
public sealed record TestPerson(string Code, string Name)
{
    // Against a system that keeps its data, a run must not meet the codes of an earlier one.
    private static long _last = RandomNumberGenerator.GetInt32(900_000) * 1_000L;
    private static long _lastNumber = RandomNumberGenerator.GetInt32(90_000_000) * 10L;

    public static readonly TestPerson Operator = new("311299-19993", "Olga Operatore");

    public Functions.PersonBody Body => new(Code, Name);
    public Functions.DriverToRegisterBody Driver => new(Code, Name);

    public Task<string> SignInAsync(EdsClient client, params string[] roles) => client.SignInAsync(Code, Name, roles);

    public static TestPerson New(string name = "Jānis Bērziņš")
    {
        var number = Interlocked.Increment(ref _last).ToString("D9", CultureInfo.InvariantCulture);
        return new TestPerson($"39{number[..4]}-{number[4..]}", name);
    }

    public static IReadOnlyList<TestPerson> Drivers(int count) => [.. Enumerable.Range(1, count).Select(i => New($"Vadītājs Nr. {i}"))];

    /// <summary>Valid and not used before in this run.</summary>
    public static string NewRegistrationNumber()
    {
        int[] weights = [9, 1, 4, 8, 3, 10, 2, 5, 7, 6];
        while (true)
        {
            var digits = $"5{Interlocked.Increment(ref _lastNumber):D9}";
            var sum = digits.Select((digit, i) => (digit - '0') * weights[i]).Sum();
            var control = ((3 - sum) % 11 + 11) % 11;
            if (control < 10)
            {
                return $"{digits}{control}";
            }
        }
    }
}
