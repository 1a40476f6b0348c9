namespace Eds.Tests.Secrets;

public sealed class ClientSecretTest
{
    [Theory]
    [InlineData("correct horse battery staple 7")]
    [InlineData("123456789012345")] // its strength was judged when it was chosen
    [InlineData("EDS_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH")]
    [InlineData("\"~!@#$%^&*()_+|:%2B")]
    public void Any_other_well_formed_secret_is_a_chosen_one(string presented)
    {
        var secret = ClientSecret.TryRead(presented);

        Assert.Equal(SecretKind.Chosen, secret?.Kind);
        Assert.Equal(presented, secret?.Reveal());
    }

    [Fact]
    public void What_no_stored_secret_looks_like_is_refused_unhashed() => Assert.All<string?>(
        [
            null, "", "eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFG", "eds_correct horse battery staple", "fourteen chars",
            " correct horse battery staple", "correct horse battery staple ", "correct horse battery\tstaple",
            "correct horse battery\u007Fstaple", "pareizs zirgs baterija skava ā", new('x', 129),
        ],
        presented => Assert.Null(ClientSecret.TryRead(presented)));
}
