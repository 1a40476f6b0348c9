namespace Eds.Tests.Identifiers;

public sealed class TaxpayerIdTest
{
    [Fact]
    public void Only_the_canonical_form_is_valid()
    {
        Assert.All(["7k2m9q4x0d", "0000000000"], id => Assert.True(TaxpayerId.IsValid(id)));
        Assert.All<string?>(
            ["7K2M9Q4X0D", "7k2m9q4xod", "7k2m9-q4x0d", " 7k2m9q4x0", "7k2m9q4x0", "7k2m9q4x0d1", "", null],
            text => Assert.False(TaxpayerId.IsValid(text)));
    }
}
