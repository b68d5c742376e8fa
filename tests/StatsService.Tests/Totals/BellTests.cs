using StatsService.Totals;

namespace StatsService.Tests.Totals;

public sealed class BellTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void A_bell_comes_back_from_its_message(int? bucket) => Assert.Equal(bucket, Bell.Parse(Bell.For(bucket).ToJson()).Bucket);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"Schema":"bell/2"}""")]
    [InlineData("""{"Bucket":1}""")]
    [InlineData("""{"Schema":"bell/1","Bucket":4}""")]
    public void What_is_no_bell_is_refused(string message) => Assert.Throws<InvalidDataException>(() => Bell.Parse(message));
}
