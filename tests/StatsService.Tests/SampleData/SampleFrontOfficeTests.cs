using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using StatsService.SampleData;

namespace StatsService.Tests.SampleData;

public sealed class SampleFrontOfficeTests
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    [Fact]
    public void The_same_arguments_give_the_same_bytes()
    {
        var again = new SampleFrontOffice(seed: 7, client: 2, anrs: 4);
        again.Batch(Day.AddDays(-300)); // What was asked before leaves no trace.

        Assert.Equal(new SampleFrontOffice(seed: 7, client: 2, anrs: 4).Batch(Day), again.Batch(Day));
    }

    [Fact]
    public void The_bytes_are_the_same_on_every_machine() =>
        Assert.Equal("a115de5f01952e10365aa3233364b6ecedaef906d37c98b510f595290600f246", Convert.ToHexStringLower(SHA256.HashData(new SampleFrontOffice { SendsUuids = true }.Batch(Day))));

    [Fact]
    public void Another_seed_another_client_and_another_day_give_other_values()
    {
        byte[][] batches =
        [
            new SampleFrontOffice().Batch(Day), new SampleFrontOffice(seed: 2).Batch(Day),
            new SampleFrontOffice(client: 1).Batch(Day), new SampleFrontOffice().Batch(Day.AddDays(1)),
        ];

        Assert.Equal(4, batches.Select(Convert.ToBase64String).Distinct().Count());
        Assert.Empty(new SampleFrontOffice().Anrs.Intersect(new SampleFrontOffice(client: 1).Anrs));
    }

    [Fact]
    public void A_batch_holds_every_ANR_and_type_of_every_day_in_this_order()
    {
        var office = new SampleFrontOffice(anrs: 3) { Types = ["risk", "threat"] };

        var stats = Stats(office.Batch(Day, Day.AddDays(1)));

        Assert.Equal(
            from day in (string[])["2026-03-14", "2026-03-15"] from anr in office.Anrs from type in office.Types select (anr, type, day),
            stats.Select(stat => (stat.GetProperty("anr").GetGuid(), stat.GetProperty("type").GetString()!, stat.GetProperty("date").GetString()!)));
    }

    [Fact]
    public void Fewer_ANRs_are_the_first_of_more_with_the_same_stats()
    {
        var few = Stats(new SampleFrontOffice(anrs: 2).Batch(Day));
        var many = Stats(new SampleFrontOffice(anrs: 5).Batch(Day));

        Assert.Equal(few.Select(stat => stat.GetRawText()), many.Take(few.Count).Select(stat => stat.GetRawText()));
    }

    [Fact]
    public void Stat_UUIDs_are_sent_where_asked_for_and_are_unique_and_stable()
    {
        var stats = Stats(new SampleFrontOffice { SendsUuids = true }.Batch(Day, Day.AddDays(1)));

        Assert.Equal(200, stats.Select(stat => stat.GetProperty("uuid").GetGuid()).Distinct().Count());
        Assert.All(Stats(new SampleFrontOffice().Batch(Day)), stat => Assert.False(stat.TryGetProperty("uuid", out _)));
    }

    [Theory]
    [InlineData("threat", 30, 24, 16)]
    [InlineData("vulnerability", 100, 34, 22)]
    public void Rated_objects_keep_to_their_ranges_and_each_ANR_reports_its_own_part(string type, int known, int usual, int least)
    {
        var stats = Stats(new SampleFrontOffice { Types = [type] }.Batch(Day));
        var objects = stats.SelectMany(stat => stat.GetProperty("data").EnumerateArray()).ToList();

        Assert.All(objects, rated =>
        {
            Assert.All(["label1", "label2", "label3", "label4"], label => Assert.NotEmpty(rated.GetProperty(label).GetString()!));
            Assert.InRange(rated.GetProperty("count").GetInt32(), 1, 30);
            Assert.InRange(rated.GetProperty("maxRisk").GetInt32(), 0, 60);
            var rate = rated.GetProperty("averageRate").GetString()!;
            Assert.Matches(@"^[0-4]\.[0-9]{2}$", rate);
            Assert.InRange(decimal.Parse(rate, CultureInfo.InvariantCulture), 0, 4);
        });
        Assert.Equal(known, objects.Select(rated => rated.GetProperty("uuid").GetGuid()).Distinct().Count());
        Assert.All(stats, stat => Assert.InRange(stat.GetProperty("data").GetArrayLength(), least, known));
        Assert.InRange(objects.Count / stats.Count, usual - 4, usual + 4);
    }

    [Fact]
    public void A_year_of_a_value_drifts_and_does_not_jump()
    {
        var office = new SampleFrontOffice(anrs: 1) { Types = ["threat"] };
        var first = Stats(office.Batch(Day))[0].GetProperty("data")[0].GetProperty("uuid").GetGuid();

        var risks = Enumerable.Range(0, 365)
            .SelectMany(day => Stats(office.Batch(Day.AddDays(day)))[0].GetProperty("data").EnumerateArray())
            .Where(rated => rated.GetProperty("uuid").GetGuid() == first)
            .Select(rated => rated.GetProperty("maxRisk").GetInt32())
            .ToList();

        Assert.InRange(risks.Count, 280, 364); // Some fortnights leave it out.
        Assert.True(risks.Max() - risks.Min() >= 10);
        Assert.True(risks.Zip(risks.Skip(1), (before, after) => Math.Abs(after - before)).Order().ElementAt(risks.Count / 2) <= 1);
    }

    [Fact]
    public void Risks_add_up_to_their_totals_in_both_states()
    {
        foreach (var data in Stats(new SampleFrontOffice { Types = ["risk"] }.Batch(Day)).Select(stat => stat.GetProperty("data")))
            foreach (var state in (string[])["current", "residual"])
                foreach (var kind in (string[])["informational", "operational"])
                {
                    var levels = data.GetProperty("risks").GetProperty(state).GetProperty(kind).EnumerateArray().ToList();
                    Assert.Equal(["Low risks", "Medium risks", "High risks"], levels.Select(level => level.GetProperty("level").GetString()));
                    Assert.Equal(data.GetProperty("total").GetProperty(state).GetProperty(kind).GetInt32(), levels.Sum(level => level.GetProperty("value").GetInt32()));
                    Assert.All(levels, level => Assert.InRange(level.GetProperty("value").GetInt32(), 0, 200));
                }
    }

    [Fact]
    public void A_cartography_counts_risks_where_its_scales_cross()
    {
        foreach (var data in Stats(new SampleFrontOffice { Types = ["cartography"] }.Batch(Day)).Select(stat => stat.GetProperty("data")))
            foreach (var state in data.GetProperty("risks").EnumerateObject())
                foreach (var (kind, scale) in (ReadOnlySpan<(string, string)>)[("informational", "likelihood"), ("operational", "probability")])
                    foreach (var impact in state.Value.GetProperty(kind).EnumerateObject())
                    {
                        Assert.Contains(impact.Name, Scale(data, "impact"));
                        Assert.All(impact.Value.EnumerateObject(), cell => Assert.Contains(cell.Name, Scale(data, scale)));
                        Assert.All(impact.Value.EnumerateObject(), cell => Assert.InRange(cell.Value.GetInt32(), 1, 20));
                    }
    }

    [Fact]
    public void Compliance_rates_each_category_by_the_mean_of_its_controls()
    {
        foreach (var data in Stats(new SampleFrontOffice { Types = ["compliance"] }.Batch(Day)).Select(stat => stat.GetProperty("data")[0]))
            foreach (var category in data.GetProperty("current").EnumerateArray().Concat(data.GetProperty("target").EnumerateArray()))
            {
                var values = category.GetProperty("controls").EnumerateArray().Select(Value).ToList();
                Assert.All(values, value => Assert.InRange(value, 0, 1));
                Assert.InRange(Value(category) - values.Average(), -0.005m, 0.005m);
            }
    }

    [Fact]
    public void A_day_of_vulnerabilities_of_20_ANRs_is_about_250_kilobytes() =>
        Assert.InRange(new SampleFrontOffice { Types = ["vulnerability"] }.Batch(Day).Length, 235_000, 265_000);

    [Fact]
    public void More_objects_than_there_are_names_for_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFrontOffice(threats: SampleThreats.All.Count + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFrontOffice(vulnerabilities: -1));
    }

    private static decimal Value(JsonElement element) => decimal.Parse(element.GetProperty("value").GetString()!, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Scale(JsonElement data, string name) =>
        data.GetProperty("scales").GetProperty(name).EnumerateArray().Select(value => value.GetRawText());

    private static List<JsonElement> Stats(byte[] batch)
    {
        using var document = JsonDocument.Parse(batch);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
