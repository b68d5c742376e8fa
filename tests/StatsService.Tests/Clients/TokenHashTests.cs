using StatsService.Clients;

namespace StatsService.Tests.Clients;

public sealed class TokenHashTests
{
    [Fact]
    public void A_key_is_known_by_its_SHA_256()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", TokenHash.Of("abc").ToString());
        Assert.Equal(TokenHash.Of("abc"), TokenHash.Of("abc"));
    }

    [Theory]
    [InlineData("ABC")]
    [InlineData("abc ")]
    [InlineData(" abc")]
    [InlineData("")]
    public void Keys_are_told_apart_exactly(string other) => Assert.NotEqual(TokenHash.Of("abc"), TokenHash.Of(other));

    [Fact]
    public void A_new_key_has_64_random_bytes_that_fit_a_header()
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(_ => TokenHash.NewToken())];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^[A-Za-z0-9_-]{86}$", key));
    }
}
