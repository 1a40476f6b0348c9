namespace Eds.Tests.Identifiers;

public sealed class TaxpayerIdTest
{
    [Fact]
    public void What_is_drawn_is_valid_and_new_each_time()
    {
        var drawn = Enumerable.Range(0, 100).Select(_ => TaxpayerId.Draw()).ToHashSet();

        Assert.Equal(100, drawn.Count);
        Assert.All(drawn, id => Assert.True(TaxpayerId.IsValid(id)));
    }

    [Theory]
    [InlineData("7k2m9q4x0d", true)]
    [InlineData("0000000000", true)]
    [InlineData("7K2M9Q4X0D", false)]
    [InlineData("7k2m9q4xod", false)]
    [InlineData("7k2m9-q4x0d", false)]
    [InlineData(" 7k2m9q4x0", false)]
    [InlineData("7k2m9q4x0", false)]
    [InlineData("7k2m9q4x0d1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_the_canonical_form_is_valid(string? text, bool valid) => Assert.Equal(valid, TaxpayerId.IsValid(text));
}
