using System.Text.Json.Nodes;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class CartographyTests
{
    [Fact]
    public void A_mean_is_one_over_all_stats_whether_they_name_the_place_or_not()
    {
        var averages = Average(Table("""{"2":{"12":4}}"""), Table("""{"2":{"12":2},"4":{"0":3}}"""), Table("{}"));

        Assert.Equal("""{"2":{"12":2},"4":{"0":1}}""", averages["current"]!["informational"]!.ToJsonString());
        Assert.Equal("{}", averages["residual"]!["operational"]!.ToJsonString());
        Assert.Equal("""{"impact":[0,1,2,3,4],"probability":[0,4],"likelihood":[0,12]}""", averages["scales"]!.ToJsonString());
    }

    [Fact]
    public void A_list_of_PHP_is_a_map_from_0_on() =>
        Assert.Equal("""{"0":{"0":1,"1":2,"2":3},"1":{"1":4,"3":2}}""", Average(Table("""[[1,2,3],{"1":4,"3":2}]"""))["current"]!["informational"]!.ToJsonString());

    [Fact]
    public void A_table_that_is_missing_does_not_count_as_one_without_risks()
    {
        var averages = Average(Table("""{"1":{"1":4}}"""), """{"risks":{"current":{"operational":[]}}}""");

        Assert.Equal("""{"1":{"1":4}}""", averages["current"]!["informational"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"risks":[]}""")]
    [InlineData("""{"risks":{"current":7,"residual":{"informational":"x"}}}""")]
    [InlineData("""{"scales":{"impact":"x"},"risks":{"current":{"informational":{"2":7,"x":{"1":1},"-1":{"1":1},"1000":{"1":1},"\ud800":{"1":1}}}}}""")]
    [InlineData("""{"risks":{"current":{"informational":{"2":{"1":"x","2":null,"99999999999":1,"3":1e300,"4":[]}}}}}""")]
    public void What_is_no_cartography_is_counted_and_left_out(string data)
    {
        var tally = Tallied.Of(StatType.Cartography, data);

        Assert.DoesNotContain(tally.Paths.Keys, path => path.Count(character => character == '/') == 3);
        Assert.Equal(1, tally.Stats);
    }

    [Fact]
    public void A_place_that_is_named_twice_counts_once() =>
        Assert.Equal("""{"1":{"1":4}}""", Average(Table("""{"1":{"1":4,"1":9},"01":{"1":5}}"""))["current"]!["informational"]!.ToJsonString());

    [Fact]
    public void One_client_cannot_swell_the_totals()
    {
        var rows = string.Join(',', Enumerable.Range(0, 200).Select(impact => $"\"{impact}\":{{{string.Join(',', Enumerable.Range(0, 200).Select(likelihood => $"\"{likelihood}\":1"))}}}"));
        var tally = Tallied.Of(StatType.Cartography, Table($"{{{rows}}}"));

        Assert.True(tally.LimitWhileAdding());
        Assert.Equal(5000, tally.Paths.Count);
        Assert.False(tally.Limit());
    }

    [Fact]
    public void Tallies_with_paths_are_stored_and_taken_away_again_exactly()
    {
        var (one, other) = (Tallied.Of(StatType.Cartography, Table("""{"2":{"12":4}}""")), Tallied.Of(StatType.Cartography, Table("""{"2":{"12":0.1},"3":{"1":1}}""")));
        var sum = new Tally();
        sum.Add(one);
        sum.Add(other);

        Assert.True(TallyCodec.AreEqual(sum, TallyCodec.Decode(TallyCodec.Encode(sum))));
        sum.Subtract(other);
        Assert.True(TallyCodec.AreEqual(sum, one));
        sum.Subtract(one);
        Assert.True(sum.IsEmpty);
    }

    private static string Table(string table) => $$$$$"""
        {"scales":{"impact":[0,1,2,3,4],"probability":[0,4],"likelihood":[0,12]},
         "risks":{"current":{"informational":{{{{{table}}}}},"operational":[]},"residual":{"informational":[],"operational":{}}}}
        """;

    private static JsonObject Average(params string[] documents) =>
        Tallied.Process(ProcessorCatalogue.CartographyAverage, [Tallied.Day(1, Tallied.Of(StatType.Cartography, documents))]).AsObject();
}
