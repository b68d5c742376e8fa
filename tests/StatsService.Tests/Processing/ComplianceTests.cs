using System.Text.Json.Nodes;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class ComplianceTests
{
    private const string Referential = "98ca84fb-db87-11e8-ac77-0800279aaa2b";
    private const string First = "10000000-0000-4000-8000-000000000001";
    private const string Second = "20000000-0000-4000-8000-000000000001";

    [Fact]
    public void Current_stands_beside_target_by_referential_and_category()
    {
        var averages = Average(
            Stat($"{Category(Second, "0.20", "Menschen")},{Category(First, "0.10", "Ordnung")}", Category(Second, "1", "Menschen")),
            Stat($"{Category(Second, "0.40", "Menschen")},{Category(First, "0.20", "Ordnung")}", $"{Category(Second, "0", "Menschen")},{Category(First, "1", "Ordnung")}"));

        var referential = Assert.Single(averages)!;
        Assert.Equal((Referential, 2, "ISO 27002"), (referential["referential"]!.ToString(), referential["stats"]!.GetValue<int>(), referential["labels"]!["label2"]!.ToString()));
        Assert.Equal(
            [("Menschen", 2d, 0.3, 0.5), ("Ordnung", 2d, 0.15, 1d)],
            referential["categories"]!.AsArray().Select(category => (category!["labels"]!["label3"]!.ToString(), Number(category, "controls"), Number(category, "current"), Number(category, "target"))));

        static double Number(JsonNode category, string name) => Math.Round(category[name]!.GetValue<double>(), 12);
    }

    [Fact]
    public void A_category_goes_by_its_controls_whatever_it_is_called_in_each_language()
    {
        var averages = Average(Stat(Category(First, "0.2", "Menschen"), ""), Stat(Category(First, "0.4", "Leute"), ""), Stat(Category(First, "0.6", "Leute"), ""));

        var category = Assert.Single(averages[0]!["categories"]!.AsArray())!;
        Assert.Equal(("Leute", 0.4, true), (category["labels"]!["label3"]!.ToString(), Math.Round(category["current"]!.GetValue<double>(), 12), category["target"] is null));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[7]")]
    [InlineData("""[{"referential":"x","current":[],"target":[]}]""")]
    [InlineData("""[{"referential":"98ca84fb-db87-11e8-ac77-0800279aaa2b","current":7}]""")]
    [InlineData("""[{"referential":"98ca84fb-db87-11e8-ac77-0800279aaa2b","current":[7,{"controls":[],"value":"0.5"},{"controls":[{"measure":"x"}],"value":"0.5"}],"target":[]}]""")]
    [InlineData("""[{"referential":"98ca84fb-db87-11e8-ac77-0800279aaa2b","current":[{"controls":[{"measure":"10000000-0000-4000-8000-000000000001"}],"value":"1.01"}],"target":[]}]""")]
    [InlineData("""[{"referential":"98ca84fb-db87-11e8-ac77-0800279aaa2b","current":[{"controls":[{"measure":"10000000-0000-4000-8000-000000000001"}],"value":-0.5}],"target":[]}]""")]
    [InlineData("""[{"referential":"98ca84fb-db87-11e8-ac77-0800279aaa2b","label1":"\ud800","current":[{"controls":[{"measure":"10000000-0000-4000-8000-000000000001"}]}],"target":[]}]""")]
    public void What_is_no_compliance_is_counted_and_left_out(string data)
    {
        var tally = Tallied.Of(StatType.Compliance, data);

        Assert.Equal(1, tally.Stats);
        Assert.DoesNotContain(tally.Paths.Keys, path => path.Contains('/', StringComparison.Ordinal));
    }

    [Fact]
    public void A_referential_that_a_stat_names_twice_counts_once()
    {
        var once = Stat(Category(First, "0.2", "x"), "")[1..^1];

        Assert.Equal(1, Average($"[{once},{Stat(Category(First, "0.8", "x"), "")[1..^1]}]")[0]!["stats"]!.GetValue<int>());
        Assert.Equal(0.2, Average($"[{once},{Stat(Category(First, "0.8", "x"), "")[1..^1]}]")[0]!["categories"]![0]!["current"]!.GetValue<double>());
    }

    private static string Category(string measure, string value, string german) => $$"""
        {"label1":"","label2":null,"label3":"{{german}}","controls":[{"code":"5.2","measure":"ffffffff-0000-4000-8000-000000000001","value":"1"},{"code":"5.1","measure":"{{measure}}","value":"0"}],"value":"{{value}}"}
        """;

    private static string Stat(string current, string target) =>
        $$"""[{"referential":"{{Referential}}","label1":"ISO 27002","label2":"ISO 27002","current":[{{current}}],"target":[{{target}}]}]""";

    private static JsonArray Average(params string[] documents) =>
        Tallied.Process(ProcessorCatalogue.ComplianceAverage, [Tallied.Day(1, Tallied.Of(StatType.Compliance, documents))]).AsArray();
}
