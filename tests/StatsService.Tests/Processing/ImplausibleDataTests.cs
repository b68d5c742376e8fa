using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class ImplausibleDataTests
{
    private const string Uuid = "c2a1b2f0-77aa-4f0e-9d1c-000000000001";

    [Theory]
    [InlineData("0", "-1", "0")]
    [InlineData("999999.5", "999999.5", "100")]
    [InlineData("\"30\"", "\"78\"", "\"3.98\"")]
    public void What_MONARC_can_report_counts(string count, string maxRisk, string averageRate)
    {
        var tally = Of(count, maxRisk, averageRate);

        Assert.Single(tally.Objects);
        Assert.Equal(0, tally.Implausible);
    }

    [Theory]
    [InlineData("-1", "1", "1")]
    [InlineData("-0.000001", "1", "1")]
    [InlineData("1000000", "1", "1")]
    [InlineData("1000000000000", "1", "1")]
    [InlineData("1e300", "1", "1")]
    [InlineData("-1e300", "1", "1")]
    [InlineData("1", "-1.000001", "1")]
    [InlineData("1", "1000000", "1")]
    [InlineData("1", "1", "-0.01")]
    [InlineData("1", "1", "\"100.01\"")]
    public void What_no_scale_of_MONARC_holds_is_left_out_and_counted(string count, string maxRisk, string averageRate)
    {
        var tally = Of(count, maxRisk, averageRate);

        Assert.Empty(tally.Objects);
        Assert.Equal((1, 1), (tally.Stats, tally.Implausible));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999_999, 0)]
    [InlineData(1_000_000, 4)]
    [InlineData(-1, 4)]
    public void Numbers_of_risks_are_held_to_the_scales_too(int low, int implausible)
    {
        var tally = Tallied.Of(StatType.Risk, Tallied.Risks(low, 5, 7));

        Assert.Equal(12 - implausible, tally.Cells.Count);
        Assert.Equal(implausible, tally.Implausible);
    }

    [Fact]
    public void An_object_counts_where_a_stat_names_it_again_with_values_that_can_be()
    {
        var tally = Tallied.Of(StatType.Threat, $"[{Tallied.Threat(Uuid, 1_000_000, 1, 1)},{Tallied.Threat(Uuid, 4, 1, 1)}]");

        Assert.Equal(4, Assert.Single(tally.Objects).Value.Count.MeanOf(1));
        Assert.Equal(1, tally.Implausible);
    }

    [Fact]
    public void Each_client_that_reports_an_object_counts_once_a_day_however_many_analyses_it_has()
    {
        var total = new Tally();
        total.Add(Tallied.Of(StatType.Threat, $"[{Tallied.Threat(Uuid, 1, 1, 1)}]", $"[{Tallied.Threat(Uuid, 2, 1, 1)}]"));
        total.Add(Tallied.Of(StatType.Threat, $"[{Tallied.Threat(Uuid, 3, 1, 1)}]"));

        var sums = Assert.Single(TallyCodec.Decode(TallyCodec.Encode(total)).Objects).Value;
        Assert.Equal((3, 2), (sums.Reports, sums.Contributors));
    }

    private static Tally Of(string count, string maxRisk, string averageRate) =>
        Tallied.Of(StatType.Threat, $$"""[{"uuid":"{{Uuid}}","count":{{count}},"maxRisk":{{maxRisk}},"averageRate":{{averageRate}}}]""");
}
