using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Tests.Totals;

public sealed class BellTests
{
    [Fact]
    public void A_bell_comes_back_from_its_message()
    {
        var bell = Bell.Parse(Bell.For([StatType.Risk, StatType.Threat], 3).ToJson());

        Assert.Equal([StatType.Risk, StatType.Threat], bell.ParseTypes());
        Assert.Equal(3, bell.Bucket);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"Schema":"bell/2","Types":[]}""")]
    [InlineData("""{"Schema":"bell/1"}""")]
    [InlineData("""{"Schema":"bell/1","Types":[],"Bucket":4}""")]
    public void What_is_no_bell_is_refused(string message) => Assert.Throws<InvalidDataException>(() => Bell.Parse(message));
}
