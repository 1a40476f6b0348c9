namespace Eds.Tests.Secrets;

public sealed class SecretPolicyTest
{
    private static readonly string[] Context = ["SIA \"Ātrais Zibens\"", "40003521600", "Jānis Bērziņš", "Eva Ozo", "030303-10012"];

    [Fact]
    public void A_secret_that_is_hard_to_guess_is_accepted() => Assert.All(
        [
            "seven amber stones by the sea", "pelmeni lido pari jumtam vakaros, kad neviens neskatas uz augsu!", "x8Kq!zP0v@Lm3#R",
            "8362-9471-0384-4417", "Eva un vid klusa stunda Nr. 9", // short context words among others
        ],
        value => Assert.Empty(Codes(value)));

    [Theory]
    [InlineData("secret-too-short", "fourteen chars", "")]
    [InlineData("secret-characters", "correct horse batterija š", "correct horse battery\nstaple")]
    [InlineData("secret-space-at-end", " correct horse battery staple", "correct horse battery staple ")]
    [InlineData("secret-reserved-prefix", "eds_correct horse battery staple")]
    public void A_secret_of_bad_form_is_refused(string code, params string[] values) =>
        Assert.All(values, value => Assert.Equal([code], Codes(value)));

    [Fact]
    public void All_faults_of_form_are_told_at_once_in_their_order_and_strength_is_left_out()
    {
        Assert.Equal(["secret-too-short", "secret-characters", "secret-space-at-end", "secret-reserved-prefix"], Codes("eds_parolē "));
        Assert.Equal(["secret-too-long"], Codes(new string('a', 129)));
    }

    [Fact]
    public void Words_of_its_users_and_of_this_service_are_refused() => Assert.All<string>(
        [
            "mans Berzins ezers pie kalna", "mans b3rz1n$ ezers pie kalna", "klusa ZIBENS stunda vakara", "ezers 40003521600 kalns",
            "ezers 030303-10012 kalns", "ezers 03030310012 kalns", "7ak$0m3tra durvis ir zalas", "sarezgita P4r0le jumtam",
            "Eva/vid+Ozo=2031 (taxi)", "eds.vid.riga.8362-9471",
        ],
        value => Assert.Contains("secret-context-word", Codes(value)));

    [Fact]
    public void A_fault_repeats_neither_the_secret_nor_the_word()
    {
        var fault = Assert.Single(SecretPolicy.Check("mans Berzins ezers pie kalna", Context));

        Assert.Equal("secret-context-word", fault.Code);
        Assert.DoesNotContain("berzins", fault.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ezers", fault.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_secret_may_have_a_fault_of_strength_and_of_context() =>
        Assert.Equal(["secret-repetitive", "secret-context-word"], Codes("passwordpassword1"));

    [Fact]
    public void Odd_context_does_no_harm()
    {
        string[] context = ["", " ", "-", "c", "7", "\uFFFE", $"{(char)0xD800}", "Юрий", "A B C"];

        Assert.Empty(SecretPolicy.Check("seven amber stones by the sea", context));
    }

    [Theory]
    [InlineData("12.11.10", true)]
    [InlineData("p4ssw0rd", true)]
    [InlineData("4@8({[<3690!1|70$5+%2", false)] // strong enough by itself
    public void The_longest_secret_for_a_thousand_drivers_is_judged_by_what_it_repeats(string unit, bool repetitive)
    {
        var value = string.Concat(Enumerable.Repeat(unit, 128))[..127] + "#";
        var drivers = Enumerable.Range(0, 1000).Select(i => $"Vārds{i} Uzvārds{i} Ilg{i % 10}").ToArray();

        Assert.Equal(repetitive, SecretPolicy.Check(value, drivers).Any(fault => fault.Code == "secret-repetitive"));
    }

    private static string[] Codes(string value) => [.. SecretPolicy.Check(value, Context).Select(fault => fault.Code)];
}
