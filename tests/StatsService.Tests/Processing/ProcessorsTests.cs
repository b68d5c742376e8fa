using System.Text.Json.Nodes;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

public sealed class ProcessorsTests
{
    private const string One = "c2a1b2f0-77aa-4f0e-9d1c-000000000001";
    private const string Other = "c2a1b2f0-77aa-4f0e-9d1c-000000000002";

    [Fact]
    public void Risks_are_averaged_over_all_documents_not_over_days()
    {
        var averages = Tallied.Process(
            ProcessorCatalogue.RiskAverages,
            [Tallied.Day(1, Tallied.Of(StatType.Risk, Tallied.Risks(1, 0, 9))), Tallied.Day(2, Tallied.Of(StatType.Risk, Tallied.Risks(2, 0, 9), Tallied.Risks(4, 1, 9)))]);

        var branch = averages["residual"]!["operational"]!;
        Assert.Equal(7 / 3.0, branch["Low risks"]!.GetValue<double>(), 12);
        Assert.Equal(1 / 3.0, branch["Medium risks"]!.GetValue<double>(), 12);
        Assert.Equal(9, branch["High risks"]!.GetValue<double>());
        Assert.True(JsonNode.DeepEquals(averages["current"], averages["residual"]));
    }

    [Fact]
    public void Current_comes_before_residual_and_Low_Medium_High_follow_each_other_in_whatever_order_they_were_sent()
    {
        var document = """
            {"risks":{
              "residual":{"operational":[{"level":"High risks","value":1},{"level":"Low risks","value":2},{"level":"Medium risks","value":3}],"informational":[]},
              "current":{"operational":[],"informational":[{"level":"Medium risks","value":4}]}}}
            """;
        foreach (var processor in (Processor[])[ProcessorCatalogue.RiskAverages, ProcessorCatalogue.RiskAveragesOnDate])
        {
            var tree = Tallied.Process(processor, [Tallied.Day(1, Tallied.Of(StatType.Risk, document))]).AsObject();

            Assert.Equal(["current", "residual"], tree.Select(state => state.Key));
            Assert.All(tree, state => Assert.Equal(["informational", "operational"], state.Value!.AsObject().Select(type => type.Key)));
            Assert.All(tree.SelectMany(state => state.Value!.AsObject()), type => Assert.Equal(["Low risks", "Medium risks", "High risks"], type.Value!.AsObject().Select(level => level.Key)));
        }
    }

    [Fact]
    public void A_stat_that_names_an_object_several_times_counts_once()
    {
        var threats = Tallied.Of(
            StatType.Threat,
            $"[{Tallied.Threat(One, 10, 1, 1)},{Tallied.Threat(Other, 1, 1, 1)},{string.Join(',', Enumerable.Repeat(Tallied.Threat(One, 1000, 1, 1), 99))}]",
            $"[{Tallied.Threat(One, 20, 1, 1)}]");
        var risks = Tallied.Of(
            StatType.Risk,
            """{"risks":{"current":{"operational":[{"level":"Low risks","value":1},{"level":"Low risks","value":99}]}}}""",
            """{"risks":{"current":{"operational":[{"level":"Low risks","value":3}]}}}""");

        Assert.Equal(15, Tallied.Process(ProcessorCatalogue.ThreatAverageOnDate, [Tallied.Day(1, threats)])[0]!["averages"]!["count"]!.GetValue<double>());
        Assert.Equal(2, Tallied.Process(ProcessorCatalogue.RiskAverages, [Tallied.Day(1, risks)])["current"]!["operational"]!["Low risks"]!.GetValue<double>());
    }

    [Fact]
    public void Where_nothing_was_reported_the_risk_average_is_0()
    {
        var document = """{"risks":{"current":{"informational":[{"level":"Low risks","value":3}],"operational":[]},"residual":[]}}""";

        Assert.Equal(
            """{"current":{"informational":{"Low risks":3,"Medium risks":0,"High risks":0},"operational":{"Low risks":0,"Medium risks":0,"High risks":0}},"residual":{"informational":{"Low risks":0,"Medium risks":0,"High risks":0},"operational":{"Low risks":0,"Medium risks":0,"High risks":0}}}""",
            Tallied.Text(ProcessorCatalogue.RiskAverages, [Tallied.Day(1, Tallied.Of(StatType.Risk, document))]));
    }

    [Fact]
    public void Risks_on_date_are_averaged_day_by_day()
    {
        DayTally[] days = [Tallied.Day(1, Tallied.Of(StatType.Risk, Tallied.Risks(1, 2, 3))), Tallied.Day(3, Tallied.Of(StatType.Risk, Tallied.Risks(1, 2, 3), Tallied.Risks(2, 2, 2)))];

        var tree = Tallied.Process(ProcessorCatalogue.RiskAveragesOnDate, days);

        Assert.Equal(
            """[{"date":"2026-01-01","value":1},{"date":"2026-01-03","value":1.5}]""", tree["current"]!["informational"]!["Low risks"]!.ToJsonString());
        Assert.Equal(["current", "residual"], tree.AsObject().Select(state => state.Key));
    }

    [Theory]
    [InlineData("", "", "current:informational,operational residual:informational,operational")]
    [InlineData("current", "", "current:informational,operational")]
    [InlineData("", "operational", "current:operational residual:operational")]
    [InlineData("residual", "informational", "residual:informational")]
    [InlineData("residual,current", "x,informational", "current:informational residual:informational")]
    [InlineData("x", "", "")]
    [InlineData("current", "x", "current:")]
    public void Branches_of_risks_that_were_not_asked_for_are_left_out(string states, string kinds, string expected)
    {
        var parameters = ProcessorParams.Create(Names(states), Names(kinds));

        var tree = Tallied.Process(ProcessorCatalogue.RiskAveragesOnDate, [Tallied.Day(1, Tallied.Of(StatType.Risk, Tallied.Risks(1, 2, 3)))], parameters);

        Assert.Equal(expected, string.Join(' ', tree.AsObject().Select(state => $"{state.Key}:{string.Join(',', state.Value!.AsObject().Select(kind => kind.Key))}")));

        static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void A_mean_of_an_object_is_over_the_documents_that_report_it()
    {
        var first = Tallied.Of(StatType.Threat, $"[{Tallied.Threat(One, 1, 10, "1.00")},{Tallied.Threat(Other, 5, 50, "0.10")}]", $"[{Tallied.Threat(One, 4, 30, "2.00")}]", "[]");
        var second = Tallied.Of(StatType.Threat, $"[{Tallied.Threat(One, 4, 20, "0.33")}]");

        var objects = Tallied.Process(ProcessorCatalogue.ThreatAverageOnDate, [Tallied.Day(1, first), Tallied.Day(2, second)]).AsArray();

        Assert.Equal([One, Other], objects.Select(item => item!["object"]!.ToString()));
        Assert.Equal("""[{"date":"2026-01-01","count":2.5,"maxRisk":20,"averageRate":1.5},{"date":"2026-01-02","count":4,"maxRisk":20,"averageRate":0.33}]""", objects[0]!["values"]!.ToJsonString());
        Assert.Equal("""{"count":3,"maxRisk":20,"averageRate":1.11}""", objects[0]!["averages"]!.ToJsonString());
        Assert.Equal("""{"count":5,"maxRisk":50,"averageRate":0.1}""", objects[1]!["averages"]!.ToJsonString());
    }

    [Fact]
    public void An_object_is_called_as_most_documents_call_it_and_of_equals_always_the_same_way()
    {
        string[] documents = [.. ((string[])["b", "a", "c", "c"]).Select(label => $"[{Tallied.Threat(One, 1, 1, 1, label)}]")];

        Assert.Equal("c", Label(documents));
        Assert.Equal("a", Label(documents[..3]));
        Assert.Equal("a", Label(documents[..2].Reverse()));

        static string Label(IEnumerable<string> documents) =>
            Tallied.Process(ProcessorCatalogue.ThreatAverageOnDate, [Tallied.Day(1, Tallied.Of(StatType.Threat, documents))])[0]!["labels"]!["label1"]!.ToString();
    }

    [Fact]
    public void Labels_are_given_as_they_were_sent_and_what_is_no_label_is_empty()
    {
        var document = """[{"uuid":"c2a1b2f0-77aa-4f0e-9d1c-000000000001","label1":"V\u00f6l \"<>\" \\ é","label2":7,"label4":"\ud83d\ude00","count":1,"maxRisk":2,"averageRate":3}]""";

        var labels = Tallied.Process(ProcessorCatalogue.VulnerabilityAverageOnDate, [Tallied.Day(1, Tallied.Of(StatType.Vulnerability, document))])[0]!["labels"]!;

        Assert.Equal(["label1", "label2", "label3", "label4"], labels.AsObject().Select(label => label.Key));
        Assert.Equal("Völ \"<>\" \\ é", labels["label1"]!.ToString());
        Assert.Equal("", labels["label2"]!.ToString());
        Assert.Equal("", labels["label3"]!.ToString());
        Assert.Equal("😀", labels["label4"]!.ToString());
    }
}
