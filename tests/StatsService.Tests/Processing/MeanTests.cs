using CsCheck;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class MeanTests
{
    [Theory]
    [InlineData(new[] { 20, 24, 30 }, 24.666666666666668)]
    [InlineData(new[] { 1, 1, 0, 0, 0, 0 }, 0.3333333333333333)]
    [InlineData(new[] { -20, -24, -30 }, -24.666666666666668)]
    [InlineData(new[] { 1, -1 }, 0.0)]
    public void A_mean_is_the_double_that_is_nearest_to_it(int[] values, double expected) => Assert.Equal(expected, MeanOf(values));

    [Fact]
    public void A_mean_of_integers_is_what_dividing_their_sum_gives() =>
        Gen.OneOf(Gen.Int[0, 1_000_000], Gen.Int[0, 99]).Array[1, 40].Sample(values => Assert.Equal(values.Sum(value => (long)value) / (double)values.Length, MeanOf(values)));

    private static double MeanOf(int[] values) => values.Aggregate(default(Quantity), (sum, value) => sum + Quantity.Of(value)).MeanOf(values.Length);
}
