using System.Globalization;
using CsCheck;
using StatsService.Stats;

namespace StatsService.Tests.Processing;

public sealed class MeanTests
{
    [Theory]
    [InlineData(new[] { 20, 24, 30 }, 24.666666666666668)]
    [InlineData(new[] { 1, 1, 0, 0, 0, 0 }, 0.3333333333333333)]
    public void A_mean_is_the_double_that_is_nearest_to_it(int[] values, double expected) => Assert.Equal(expected, MeanOf(values));

    [Fact]
    public void A_mean_of_integers_is_what_dividing_their_sum_gives() =>
        Gen.OneOf(Gen.Int[0, 1_000_000], Gen.Int[0, 99]).Array[1, 40].Sample(values => Assert.Equal(values.Sum(value => (long)value) / (double)values.Length, MeanOf(values)));

    private static double MeanOf(int[] values)
    {
        var sums = Assert.Single(Tallied.Of(StatType.Threat, values.Select(value =>
            $"[{Tallied.Threat("c2a1b2f0-77aa-4f0e-9d1c-000000000001", value.ToString(CultureInfo.InvariantCulture), 1, 1)}]")).Objects).Value;
        return sums.Count.MeanOf(sums.Reports);
    }
}
