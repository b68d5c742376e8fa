using StatsService.Stats;

namespace StatsService.Tests.Views;

public sealed class ObjectViewTests : IAsyncLifetime
{
    private static readonly Guid A = new("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly Guid B = new("bbbbbbbb-0000-4000-8000-000000000001");
    private static readonly Guid Everybodys = new("eeeeeeee-0000-4000-8000-000000000001");
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
    public async Task The_night_tells_what_the_same_organisations_report_with_it()
    {
        await ReportTogetherAsync(world, 1);
        Assert.Equal("null", await CompanionsAsync(world, A));

        // Today is not over, and of older days nobody asks: neither takes the place of the newest that is over.
        await ReportTogetherAsync(world, 0);
        await ReportTogetherAsync(world, 2);
        foreach (var back in (int[])[0, 1, 2])
            await world.ReconcileAsync(StatType.Threat, back);

        var day = PostedStat.Day(-1);
        await Eventually.HoldsAsync(async () => await CompanionsAsync(world, A) == $$"""{"day":"{{day}}","organisations":10,"of":30,"objects":[{"object":"{{B}}","name":"Object bbbbbbbb","url":null,"together":9,"organisations":9}]}""");
        Assert.Equal($$"""{"day":"{{day}}","organisations":9,"of":30,"objects":[{"object":"{{A}}","name":"Object aaaaaaaa","url":null,"together":9,"organisations":10}]}""", await CompanionsAsync(world, B));
        Assert.Equal("null", await CompanionsAsync(world, Everybodys));
    }

    [Fact]
    public async Task What_fewer_report_together_than_the_operator_wants_is_not_told()
    {
        foreach (var (enough, told) in (Dictionary<int, bool>)new() { [9] = true, [10] = false })
        {
            await using var careful = await ViewWorld.StartAsync(services: null, $"PUBLIC_MIN_CONTRIBUTORS={enough}");
            await ReportTogetherAsync(careful, 1);
            await careful.ReconcileAsync(StatType.Threat, 1);

            await Eventually.HoldsAsync(async () => (await CompanionsAsync(careful, A) != "null") == told);
        }
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

    /// <summary>Nine of thirty organisations report A and B, one more A alone, and all something else.</summary>
    private static async Task ReportTogetherAsync(ViewWorld world, int back)
    {
        for (var number = 0; number < 30; number++)
        {
            Guid[] objects = number < 9 ? [Everybodys, A, B] : number < 10 ? [Everybodys, A] : [Everybodys];
            var share = ViewWorld.Of([.. objects.Select(uuid => (uuid, 1d, 1d, 1d))]);
            // Each is of one client here.
            share.Contributors = 1;
            foreach (var uuid in objects)
                share[uuid].Add(0, -1, default, default, default);
            await world.AddAsync(StatType.Threat, back, share);
        }

        await world.PublishAsync(StatType.Threat, back);
    }

    private static async Task<string> CompanionsAsync(ViewWorld world, Guid uuid) =>
        (await world.App.Anonymous.GetAsync($"/stats/objects/threats.json?uuid={uuid}")).Is(200).Json.GetProperty("companions").GetRawText();
}
