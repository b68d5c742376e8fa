using StatsService.Stats;

namespace StatsService.Tests.Views;

public sealed class ObjectViewTests : IAsyncLifetime
{
    private static readonly Guid A = new("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly Guid B = new("bbbbbbbb-0000-4000-8000-000000000001");
    private ViewWorld world = null!;

    public async ValueTask InitializeAsync() => world = await ViewWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_object_has_its_values_and_places_of_twelve_months()
    {
        await world.AddAsync(StatType.Threat, 1, ViewWorld.Of((A, 1, 5, 1), (B, 2, 4, 1)));
        await world.AddAsync(StatType.Threat, 1, ViewWorld.Of((B, 4, 4, 1)));
        await world.PublishAsync(StatType.Threat, 1);

        var found = (await world.App.Anonymous.GetAsync($"/stats/objects/threats.json?uuid={B}&language=fr")).Is(200).Json;

        Assert.Equal((B, $"Object {B.ToString()[..8]}"), (found.GetProperty("object").GetGuid(), found.GetProperty("name").GetString()));
        Assert.Equal($$"""{"en":"Object {{B.ToString()[..8]}}"}""", found.GetProperty("names").GetRawText());
        Assert.Equal((PostedStat.Day(0), ViewWorld.Today.AddMonths(-11).ToString("yyyy-MM-01")), (found.GetProperty("to").GetString(), found.GetProperty("from").GetString()));
        Assert.Equal(("3", "1"), (Yesterday("values", "count"), Yesterday("places", "count")));
        Assert.Equal(("4", "2"), (Yesterday("values", "maxRisk"), Yesterday("places", "maxRisk")));
        Assert.Equal("2", Yesterday("places", "averageRate"));
        Assert.Equal(("2", "2"), (found.GetProperty("analyses").EnumerateArray().SkipLast(1).Last().GetRawText(), found.GetProperty("allAnalyses").EnumerateArray().SkipLast(1).Last().GetRawText()));
        Assert.Equal("""{"now":4,"of":4}""", found.GetProperty("organisations").GetRawText());
        Assert.Equal(2, found.GetProperty("of").GetInt32());

        string Yesterday(string name, string measure) => found.GetProperty(name).GetProperty(measure).EnumerateArray().SkipLast(1).Last().GetRawText();
    }

    [Fact]
    public async Task What_nobody_reports_is_not_found()
    {
        await world.AddAsync(StatType.Threat, 1, ViewWorld.Of((A, 1, 5, 1)));
        await world.PublishAsync(StatType.Threat, 1);

        (await world.App.Anonymous.GetAsync($"/stats/objects/threats.json?uuid={B}")).Is(404);
        (await world.App.Anonymous.GetAsync($"/stats/objects/vulnerabilities.json?uuid={A}")).Is(404);
        Assert.Equal(["uuid"], (await world.App.Anonymous.GetAsync("/stats/objects/threats.json?uuid=x")).Is(400).ErrorFields);
        Assert.Equal(["uuid"], (await world.App.Anonymous.GetAsync("/stats/objects/threats.json?uuid")).Is(400).ErrorFields);
        Assert.Equal(["uuid"], (await world.App.Anonymous.GetAsync("/stats/objects/threats.json")).Is(400).ErrorFields);
    }
}
