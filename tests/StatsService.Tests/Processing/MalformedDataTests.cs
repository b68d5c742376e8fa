using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class MalformedDataTests
{
    private const string Uuid = "c2a1b2f0-77aa-4f0e-9d1c-000000000001";
    private const string Start = $"[{{\"uuid\":\"{Uuid}\",";

    [Theory]
    [InlineData("{}")]
    [InlineData("[1,null,\"x\",[],{},true]")]
    [InlineData($"{{\"uuid\":\"{Uuid}\",\"count\":1,\"maxRisk\":1,\"averageRate\":1}}")]
    [InlineData("[{\"uuid\":\"x\",\"count\":1,\"maxRisk\":1,\"averageRate\":1}]")]
    [InlineData("[{\"uuid\":7,\"count\":1,\"maxRisk\":1,\"averageRate\":1}]")]
    [InlineData("[{\"count\":1,\"maxRisk\":1,\"averageRate\":1}]")]
    [InlineData(Start + "\"count\":1,\"maxRisk\":1}]")]
    [InlineData(Start + "\"count\":null,\"maxRisk\":1,\"averageRate\":1}]")]
    [InlineData(Start + "\"count\":1,\"maxRisk\":true,\"averageRate\":1}]")]
    [InlineData(Start + "\"count\":1,\"maxRisk\":1,\"averageRate\":\"\"}]")]
    [InlineData(Start + "\"count\":1,\"maxRisk\":1,\"averageRate\":\"NaN\"}]")]
    [InlineData(Start + "\"count\":1,\"maxRisk\":1,\"averageRate\":\"2,33\"}]")]
    [InlineData(Start + "\"count\":1e30,\"maxRisk\":1,\"averageRate\":1}]")]
    [InlineData(Start + "\"count\":1,\"maxRisk\":1e400,\"averageRate\":1}]")]
    [InlineData(Start + "\"count\":[1],\"maxRisk\":{\"uuid\":1},\"averageRate\":1}]")]
    [InlineData("[{\"\\ud800\":1}]")]
    public void Threats_that_can_not_be_read_are_skipped_and_the_stat_is_counted(string data)
    {
        var tally = Tallied.Of(StatType.Threat, data);

        Assert.Equal(1, tally.Stats);
        Assert.Empty(tally.Objects);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"risks\":[]}")]
    [InlineData("{\"risks\":null}")]
    [InlineData("{\"risks\":{\"current\":[],\"residual\":7}}")]
    [InlineData("{\"risks\":{\"current\":{\"informational\":{\"level\":\"Low risks\",\"value\":1},\"operational\":null}}}")]
    [InlineData("{\"risks\":{\"current\":{\"informational\":[1,[],{},{\"level\":\"Low risks\"},{\"value\":1}]}}}")]
    [InlineData("{\"risks\":{\"current\":{\"informational\":[{\"level\":\"low risks\",\"value\":1}]}}}")]
    [InlineData("{\"risks\":{\"current\":{\"informational\":[{\"level\":1,\"value\":1}]}}}")]
    [InlineData("{\"risks\":{\"current\":{\"informational\":[{\"level\":\"Low risks\",\"value\":\"many\"}]}}}")]
    [InlineData("{\"risks\":{\"Current\":{\"informational\":[{\"level\":\"Low risks\",\"value\":1}]}}}")]
    [InlineData("{\"current\":{\"informational\":[{\"level\":\"Low risks\",\"value\":1}]}}")]
    [InlineData("{\"\\udc00\":1}")]
    public void Risks_that_can_not_be_read_are_skipped_and_the_stat_is_counted(string data)
    {
        var tally = Tallied.Of(StatType.Risk, data);

        Assert.Equal(1, tally.Stats);
        Assert.Empty(tally.Objects);
    }

    [Fact]
    public void What_stands_beside_malformed_elements_counts()
    {
        var threats = Tallied.Of(StatType.Threat, $"[null,{Tallied.Threat("x", 1, 1, 1)},{Tallied.Threat(Uuid, 7, 1, "1")},{Tallied.Threat(Uuid[..35] + "2", "7", "1", "x")}]");
        Assert.Equal(7, Assert.Single(threats.Objects).Value.Count.MeanOf(1));

        var risks = Tallied.Of(StatType.Risk, """{"x":1,"risks":{"y":[],"current":{"informational":[{"level":"?","value":1},{"level":"High risks","value":5,"z":{}}]}}}""");
        Assert.Equal(5, Assert.Single(risks.Cells).Value.Count.MeanOf(1));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("\"7\"", 7)]
    [InlineData("\"2.33\"", 2.33)]
    [InlineData("2.50", 2.5)]
    [InlineData("1E+2", 100)]
    [InlineData("3e-1", 0.3)]
    [InlineData("\"0.00\"", 0)]
    [InlineData("-0", 0)]
    [InlineData("0.123456784", 0.123456784)]
    [InlineData("\"0.33333333333333331\"", 0.3333333333333333)]
    public void Numbers_count_as_PHP_writes_them(string number, double expected)
    {
        var data = $$"""[{"uuid":"{{Uuid}}","count":{{number}},"maxRisk":{{number}},"averageRate":{{number}}}]""";

        var sums = Assert.Single(Tallied.Of(StatType.Threat, data).Objects).Value;

        Assert.All((Quantity[])[sums.Count, sums.MaxRisk, sums.AverageRate], quantity => Assert.Equal(expected, quantity.MeanOf(1), 1e-11));
    }

    [Fact]
    public void A_mean_over_many_of_the_largest_numbers_is_exact()
    {
        var largest = Assert.Single(Tallied.Of(StatType.Threat, $"[{Tallied.Threat(Uuid, 999_999, 1, 1)}]").Objects).Value.Count;

        Assert.Equal(999_999, (largest * 1_000_000_000).MeanOf(1_000_000_000));
    }

    [Fact]
    public void Names_are_read_however_they_are_escaped()
    {
        var tally = Tallied.Of(StatType.Threat, $$"""[{"uu\u0069d":"{{Uuid}}","c\u006funt":3,"max\u0052isk":1,"averageRate":1,"\ud800":1}]""");

        Assert.Equal(3, Assert.Single(tally.Objects).Value.Count.MeanOf(1));
    }
}
