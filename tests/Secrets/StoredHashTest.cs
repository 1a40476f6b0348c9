using static Eds.Tests.SecretHasherTest;

namespace Eds.Tests;

public sealed class StoredHashTest
{
    [Fact]
    public void A_corrupt_hash_or_one_that_asks_too_much_is_refused_without_being_shown() => Assert.All(
        [
            "", "secret", $"{GeneratedHash}\n", $"{GeneratedHash}A",
            "$eds-hmac$k=old$RSklsZb3pnKQV0op6hlhaE4GyPknxoW2x-dAtIn28pN",
            "$eds-hmac$k=old$RSklsZb3pnKQV0op6hlhaE4GyPknxoW2x+dAtIn28pM",
            "$eds-hmac$k=$RSklsZb3pnKQV0op6hlhaE4GyPknxoW2x-dAtIn28pM",
            WithCost("m=4194304,t=2,p=1"), WithCost("m=99999999999,t=2,p=1"), WithCost("m=7,t=2,p=1"), WithCost("m=19456,t=11,p=1"),
            WithCost("m=19456,t=0,p=1"), WithCost("m=19456,t=2,p=4"),
        ],
        stored =>
        {
            var failure = Assert.Throws<InvalidDataException>(() => StoredHash.Read(stored));

            Assert.All(["f4XyUZZt", "RSklsZb3"], part => Assert.DoesNotContain(part, failure.ToString(), StringComparison.Ordinal));
        });

    [Theory]
    [InlineData(GeneratedHash)]
    [InlineData(ChosenHash)]
    [InlineData("$eds-argon2id$m=65536,t=10,p=1,k=old$EBESExQVFhcYGRobHB0eHw$f4XyUZZtYlp7Q5ia6Xbh3sHsALpQQUwW50wkPgN0jHc")]
    public void A_stored_hash_is_written_as_it_was_read_and_not_printed(string stored)
    {
        Assert.Equal(stored, StoredHash.Read(stored).Write());
        Assert.EndsWith(" hash [redacted]", $"{StoredHash.Read(stored)}", StringComparison.Ordinal);
    }

    private static string WithCost(string cost) => ChosenHash.Replace("m=19456,t=2,p=1", cost, StringComparison.Ordinal);
}
