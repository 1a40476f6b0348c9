namespace Eds.Tests.Identifiers;

public sealed class ClientIdCheckTest
{
    [Fact]
    public void The_worked_example_holds()
    {
        Assert.Equal("y69h", ClientIdCheck.Of("00000000000000000000000001"));
        Assert.True(ClientId.TryParse("tx-00000-00000-00000-00000-00000-1y69h", out _));
    }

    /// <summary>So any two ids differ in five characters: up to four wrong ones, and any two that changed places, never pass.</summary>
    [Fact]
    public void Every_id_is_read_back_and_zero_at_the_four_roots_of_the_code()
    {
        for (var i = 0; i < 100; i++)
        {
            var id = ClientId.Draw(TaxpayerId.Draw());
            Assert.True(ClientId.TryParse($"{id}", out var read) && read == id);
            var values = id.Compact.Select(Crockford.ValueOf).ToArray();
            Assert.All([2, 4, 8, 16], root => Assert.Equal(0, values.Aggregate(0, (sum, value) => Times(sum, root) ^ value)));
        }
    }

    [Fact]
    public void Every_character_is_checked()
    {
        const string Good = "7k2m9q4x0d3hs8v1bt6wze5ncyd4e6";
        for (var at = 0; at < Good.Length; at++)
        {
            Assert.All(Crockford.Alphabet, other => Assert.Equal(
                other == Good[at], ClientId.TryParse($"{Good[..at]}{other}{Good[(at + 1)..]}", out _)));
        }
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
