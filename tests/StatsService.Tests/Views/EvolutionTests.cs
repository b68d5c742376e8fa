using System.Text.Json;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Views;

public sealed class EvolutionTests : IAsyncLifetime
{
    private static readonly Guid A = new("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly Guid B = new("bbbbbbbb-0000-4000-8000-000000000001");
    private ViewWorld world = null!;

    public async ValueTask InitializeAsync() => world = await ViewWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Each_object_has_a_value_and_a_place_a_day()
    {
        await world.AddAsync(StatType.Threat, 3, ViewWorld.Of((A, 1, 0, 1), (B, 3, 0, 2)));
        await world.AddAsync(StatType.Threat, 1, ViewWorld.Of((A, 4.126, 0, 1)));
        await world.PublishAsync(StatType.Threat, 3);

        var found = (await AskAsync($"by=count&places=1&from={PostedStat.Day(-3)}&to={PostedStat.Day(-1)}")).Is(200).Json;

        Assert.Equal("[1,null,1]", found.GetProperty("analyses").GetRawText());
        Assert.Equal("[2,null,2]", found.GetProperty("organisations").GetRawText());
        Assert.Equal(1, found.GetProperty("step").GetInt32());
        Assert.Equal([(B, "3", "[3,null,null]", "[1,null,null]"), (A, "2.56", "[1,null,4.13]", "[2,null,1]")], Lines(found));
        Assert.Equal([A, B], Lines((await AskAsync($"by=count&places=1&order=lowest&from={PostedStat.Day(-3)}")).Is(200).Json).Select(line => line.Item1));
    }

    [Fact]
    public async Task The_first_forty_and_those_that_are_asked_for_have_values()
    {
        var objects = Enumerable.Range(1, 60).Select(number => (new Guid(number, 0, 0, new byte[8]), 100d - number, 0d, 0d)).ToArray();
        await world.AddAsync(StatType.Threat, 1, ViewWorld.Of(objects));
        await world.PublishAsync(StatType.Threat, 1);

        var found = (await AskAsync($"by=count&objects={objects[57].Item1},{objects[58].Item1}")).Is(200).Json.GetProperty("objects").EnumerateArray().ToList();

        Assert.Equal(60, found.Count);
        Assert.Equal([.. Enumerable.Range(0, 40), 57, 58], found.Index().Where(one => one.Item.TryGetProperty("values", out _)).Select(one => one.Index));
    }

    [Fact]
    public async Task Many_years_have_a_value_for_some_weeks_which_is_a_mean_over_statistics()
    {
        await world.AddAsync(StatType.Risk, 900, Risks(4));
        await world.AddAsync(StatType.Threat, 900, ViewWorld.Of((A, 1, 0, 1)));
        await world.AddAsync(StatType.Threat, 899, ViewWorld.Of((A, 2, 0, 1)));
        await world.AddAsync(StatType.Threat, 899, ViewWorld.Of((A, 3, 0, 1)));
        await world.PublishAsync(StatType.Threat, 900);
        await world.PublishAsync(StatType.Risk, 900);

        var found = (await AskAsync($"by=count&from={PostedStat.Day(-900)}&to={PostedStat.Day(0)}")).Is(200).Json;
        Assert.Equal((7, 129), (found.GetProperty("step").GetInt32(), found.GetProperty("analyses").GetArrayLength()));
        Assert.Equal((2, 2), (found.GetProperty("objects")[0].GetProperty("values")[0].GetInt32(), found.GetProperty("analyses")[0].GetInt32()));

        // From before the first stats on is from their month on, and no answer grows with the years.
        var all = (await AskAsync("from=0001-01-01")).Is(200).Json;
        Assert.Equal(ViewWorld.Today.AddDays(-900).ToString("yyyy-MM-01"), all.GetProperty("from").GetString());
        var risks = (await world.App.Anonymous.GetAsync($"/stats/evolution/risks.json?from={PostedStat.Day(-900)}")).Is(200).Json;
        Assert.Equal(4, risks.GetProperty("current").GetProperty("operational").GetProperty("High risks")[0].GetInt32());
        Assert.Equal(JsonValueKind.Null, risks.GetProperty("residual").GetProperty("operational").GetProperty("High risks")[1].ValueKind);
    }

    [Theory]
    [InlineData("from=2026-13-40", "from")]
    [InlineData("to=tomorrow", "to")]
    [InlineData("from=2026-02-02&to=2026-02-01", "from")]
    [InlineData("to=0001-01-01", null)]
    [InlineData("from=9999-12-31", "from")]
    [InlineData("order=up", "order")]
    [InlineData("objects=x", "objects")]
    [InlineData("places=2", "places")]
    public async Task A_wrong_parameter_is_named(string query, string? field)
    {
        var answer = await AskAsync(query);
        if (field is null)
            answer.Is(200);
        else
            Assert.Equal([field], answer.Is(400).ErrorFields);
    }

    private Task<Answer> AskAsync(string query) => world.App.Anonymous.GetAsync($"/stats/evolution/threats.json?{query}");

    internal static Tally Risks(double high)
    {
        var tally = new Tally { Stats = 1, Contributors = 1 };
        foreach (var cell in RiskCells.All)
            tally[cell].AddReport(ViewWorld.Units(cell.Level == 2 ? high : 1), default, default);
        return tally;
    }

    private static IEnumerable<(Guid, string, string, string)> Lines(JsonElement found) =>
        from one in found.GetProperty("objects").EnumerateArray()
        select (one.GetProperty("object").GetGuid(), one.GetProperty("mean").GetRawText(), one.GetProperty("values").GetRawText(), one.GetProperty("places").GetRawText());
}
