namespace Eds.Tests.Identifiers;

public sealed class ClientIdTest
{
    private const string Compact = "7k2m9q4x0d3hs8v1bt6wze5ncyd4e6";
    private const string Shown = "tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6";

    [Fact]
    public void An_id_is_read_as_people_type_it() => Assert.All<string>(
        [
            Shown, Compact, "TX-7K2M9-Q4X0D-3HS8V-1BT6W-ZE5NC-YD4E6", "tx7k2m9q4x0d3hs8v1bt6wze5ncyd4e6",
            "7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6", "7k2m9q4xod3hs8vibt6wze5ncyd4e6", "7K2M9Q4XOD3HS8VLBT6WZE5NCYD4E6",
            " \t tx-7k2m9-q4xOd-3hs8v-Ibt6w-ze5nc-yd4e6\r\n", "--T-x7-k2m9q4x0d3hs8v1bt6wze5ncyd4e6-",
            "\u00A0tx-7k2m9-q4x0d-3hs8v-lbt6w-ze5nc-yd4e6", "7k2m9 q4x0d 3hs8v 1bt6w ze5nc yd4e6",
            "tx\u20107k2m9\u2011q4x0d\u20123hs8v\u20131bt6w\u2014ze5nc\u2015yd4e6",
            "\uFEFFtx\u22127k2m9q4x0d\u00AD3hs8v\u200B1bt6w\u200Cze5nc\u200D\u2060yd4e6",
            "tx\u20437k2m9\uFF0Dq4x0d\uFE633hs8v\u2E3A1bt6w\u058Aze5nc\u301Cyd4e6",
            "\u200Etx\u2028-7k2m9-\u3000q4x0d-3hs8v\u0085-1bt6w\u2066-ze5nc-\u180Eyd4e6\u200F",
            "tx-7k2m9-q4x0d-3hs8v\r\n-1bt6w-ze5nc-yd4e6\n",
        ],
        typed =>
        {
            Assert.True(ClientId.TryParse(typed, out var id));
            Assert.Equal(Compact, id.Compact);
            Assert.Equal(Shown, id.ToString());
            Assert.Equal("7k2m9q4x0d", id.TaxpayerId);
        });

    [Fact]
    public void Anything_else_is_refused() => Assert.All<string?>(
        [
            null, "", " ", "tx", "tx-", "7k2m9q4x0d3hs8v1bt6wze5ncyd4e", "7k2m9q4x0d3hs8v1bt6wze5ncyd4e67",
            "xt7k2m9q4x0d3hs8v1bt6wze5ncyd4e6", "0x7k2m9q4x0d3hs8v1bt6wze5ncyd4e6", "txtx7k2m9q4x0d3hs8v1bt6wze5ncyd4e6",
            "t7k2m9q4x0d3hs8v1bt6wze5ncyd4e6", "7k2m9_q4x0d_3hs8v_1bt6w_ze5nc_yd4e6", "u7k2m9q4x0d3hs8v1bt6wze5ncyd4e",
            "7\u212A2m9q4x0d3hs8v1bt6wze5ncyd4e6", "\ud800", // the Kelvin sign in place of k
        ],
        typed =>
        {
            Assert.False(ClientId.TryParse(typed, out var id));
            Assert.Equal((default, "", "", ""), (id, id.ToString(), id.Compact, id.TaxpayerId));
        });

    [Fact]
    public void More_than_128_characters_are_not_looked_at()
    {
        Assert.True(ClientId.TryParse(Compact.PadLeft(128, '-'), out _));
        Assert.False(ClientId.TryParse(Compact.PadLeft(129, '-'), out _));
        Assert.False(ClientId.TryParse(Compact.PadLeft(129), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7K2M9Q4X0D")]
    [InlineData("7k2m9q4x0d3")]
    public void Drawing_for_what_is_no_taxpayer_id_is_a_bug(string taxpayerId) =>
        Assert.Throws<ArgumentException>(() => ClientId.Draw(taxpayerId));

    [Fact]
    public void A_random_part_that_begins_like_the_prefix_is_not_mistaken_for_it()
    {
        var id = ClientId.Draw("tx00000000");

        Assert.All([id.Compact, "tx" + id.Compact], text => Assert.True(ClientId.TryParse(text, out var read) && read == id));
    }
}
