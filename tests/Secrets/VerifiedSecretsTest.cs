using static Eds.Tests.TestKeys;

namespace Eds.Tests;

public sealed class VerifiedSecretsTest
{
    private static readonly ClientSecret Secret = ClientSecret.TryRead("correct horse battery staple 7")!;
    private static readonly ClientSecret Other = ClientSecret.TryRead("correct horse battery staple 8")!;

    private readonly FakeTimeProvider _time = new(Noon);

    [Fact]
    public void Only_what_was_remembered_is_known()
    {
        using var verified = new VerifiedSecrets(_time);
        Assert.False(verified.Knows("s1", 1, "hash", Secret));

        verified.Remember("s1", 1, "hash", Secret);

        Assert.True(verified.Knows("s1", 1, "hash", Secret));
        Assert.False(verified.Knows("s2", 1, "hash", Secret));
        Assert.False(verified.Knows("s1", 2, "hash", Secret));
        Assert.False(verified.Knows("s1", 1, "hash of the next", Secret));
        Assert.False(verified.Knows("s1", 1, "hash", Other));
        Assert.Equal("verified secrets [redacted]", verified.ToString());
    }

    [Fact]
    public void It_is_forgotten_five_minutes_after_the_verification_however_often_it_was_used()
    {
        using var verified = new VerifiedSecrets(_time);
        verified.Remember("s1", 1, "hash", Secret);
        for (var minute = 0; minute < 5; minute++)
        {
            Assert.True(verified.Knows("s1", 1, "hash", Secret));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.False(verified.Knows("s1", 1, "hash", Secret));
    }

    [Fact]
    public void No_more_are_remembered_than_its_capacity()
    {
        using var verified = new VerifiedSecrets(_time, capacity: 3);
        string[] ids = ["a", "b", "c", "d", "e"];
        foreach (var id in ids)
        {
            verified.Remember(id, 1, "hash", Secret);
        }

        Assert.InRange(ids.Count(id => verified.Knows(id, 1, "hash", Secret)), 0, 3);
    }
}
