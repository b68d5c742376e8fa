using StatsService.Queries;
using StatsService.Stats;

namespace StatsService.Tests.Queries;

public sealed class StatQueryTests
{
    [Theory]
    [InlineData(0, 0L, null)]
    [InlineData(0, null, null)]
    [InlineData(5, null, null)]
    [InlineData(5, 0L, 0L)]
    [InlineData(0, 3L, 3L)]
    [InlineData(5, 3L, 8L)]
    [InlineData(1, long.MaxValue, null)]
    [InlineData(long.MaxValue, long.MaxValue, null)]
    public void No_more_stats_are_read_than_the_answer_can_need(long offset, long? limit, long? needed) =>
        Assert.Equal(needed, new StatQuery(StatType.Risk, default, default) { Offset = offset, Limit = limit }.Needed);
}
