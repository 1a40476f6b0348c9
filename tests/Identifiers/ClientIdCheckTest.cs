namespace Eds.Tests.Identifiers;

/// <summary>What the check promises: up to four wrong characters, and any two that changed places, never pass.</summary>
public sealed class ClientIdCheckTest
{
    private const string Compact = "7k2m9q4x0d3hs8v1bt6wze5ncyd4e6";

    [Fact]
    public void The_worked_example_holds()
    {
        Assert.Equal("y69h", ClientIdCheck.Of("00000000000000000000000001"));
        Assert.True(ClientId.TryParse("tx-00000-00000-00000-00000-00000-1y69h", out _));
    }

    [Fact]
    public void Every_id_is_zero_at_the_four_roots_of_the_code()
    {
        for (var i = 0; i < 100; i++)
        {
            var values = ClientId.Draw(TaxpayerId.Draw()).Compact.Select(Crockford.ValueOf).ToArray();
            Assert.All([2, 4, 8, 16], root => Assert.Equal(0, values.Aggregate(0, (sum, value) => Times(sum, root) ^ value)));
        }
    }

    [Fact]
    public void One_wrong_character_is_always_noticed()
    {
        for (var at = 0; at < Compact.Length; at++)
        {
            foreach (var other in Crockford.Alphabet.Where(c => c != Compact[at]))
            {
                AssertRefused(With((at, other)));
            }
        }
    }

    [Fact]
    public void Two_characters_that_changed_places_are_always_noticed()
    {
        for (var a = 0; a < Compact.Length; a++)
        {
            for (var b = a + 1; b < Compact.Length; b++)
            {
                if (Compact[a] != Compact[b])
                {
                    AssertRefused(With((a, Compact[b]), (b, Compact[a])));
                }
            }
        }
    }

    [Fact]
    public void Four_wrong_characters_are_noticed()
    {
        var state = 20_260_101u;
        for (var i = 0; i < 20_000; i++)
        {
            var wrong = new Dictionary<int, char>();
            while (wrong.Count < 4)
            {
                var at = Next(30);
                wrong[at] = Crockford.Alphabet[(Crockford.ValueOf(Compact[at]) + 1 + Next(31)) % 32];
            }

            AssertRefused(With([.. wrong.Select(pair => (pair.Key, pair.Value))]));
        }

        int Next(uint below)
        {
            state = unchecked((state * 1_664_525) + 1_013_904_223); // a linear congruential sequence, the same in every run
            return (int)((state >> 16) % below);
        }
    }

    private static void AssertRefused(string text) => Assert.False(ClientId.TryParse(text, out _), text);

    private static string With(params ReadOnlySpan<(int At, char Character)> changes)
    {
        var text = Compact.ToCharArray();
        foreach (var (at, character) in changes)
        {
            text[at] = character;
        }

        return new string(text);
    }

    /// <summary>The product in GF(32), where x⁵ = x² + 1.</summary>
    private static int Times(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1, a = (a << 1) ^ (a >= 16 ? 0b100101 : 0))
        {
            product ^= (b & 1) * a;
        }

        return product;
    }
}
