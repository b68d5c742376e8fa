namespace StatsService.Tests.Functions;

public sealed class DeleteStatsOfAnrTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    [Fact]
    public async Task Only_the_ANR_goes_and_the_others_of_its_sheets_stay_byte_for_byte()
    {
        var client = await service.App.RegisterAsync();
        string[] anrs = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid().ToString())];
        PostedStat[] stats =
        [
            .. from day in Enumerable.Range(-40, 40)
               from type in (string[])["risk", "cartography"]
               from anr in anrs
               select new PostedStat { Anr = anr, Type = type, Date = PostedStat.Day(day), Data = $$"""{ "n" : 1.0e0, "of":"{{anr}} é", "d":{{day}} }""" },
        ];
        (await client.PostAsync(stats)).Is(201);

        (await client.DeleteAsync($"stats/{anrs[1]}")).Is(204);

        await service.RowsAgreeAsync();
        Assert.Empty((await client.GetAsync($"stats/{anrs[1]}")).Is(200).Stats);
        var left = (await client.GetAsync($"stats/{anrs[0]}")).DataByUuid.Concat((await client.GetAsync($"stats/{anrs[2]}")).DataByUuid).ToDictionary();
        Assert.Equal(stats.Where(stat => stat.Anr != anrs[1]).ToDictionary(stat => stat.Uuid!, stat => stat.Data), left);
        Assert.Equal(80, (await client.ListAsync(new { type = "risk" })).Stats.Count);
        Assert.Equal(new[] { anrs[0], anrs[2] }.Order(), (await client.ListAsync(new { type = "risk", get_last = true })).Stats.Select(stat => stat.GetProperty("anr").GetString()!).Order());
        (await client.DeleteAsync($"stats/{anrs[1]}")).Is(204);
        Assert.Equal(80, (await client.ListAsync(new { type = "risk" })).Stats.Count);
    }

    [Fact]
    public async Task What_was_deleted_may_be_posted_again_with_the_same_UUID()
    {
        var client = await service.App.RegisterAsync();
        var stat = new PostedStat { Data = "[1]" };
        (await client.PostAsync(stat)).Is(201);
        (await client.DeleteAsync($"stats/{stat.Anr}/")).Is(204);
        Assert.Empty((await client.ListAsync(new { type = stat.Type, get_last = true })).Is(200).Stats);

        (await client.PostAsync(stat with { Data = "[2]" })).Is(201);

        Assert.Equal("[2]", (await client.ListAsync(new { type = stat.Type, get_last = true })).DataByUuid[stat.Uuid!]);
    }

    [Fact]
    public async Task An_ANR_with_many_large_stats_goes_whole()
    {
        var client = await service.App.RegisterAsync();
        var anr = Guid.NewGuid().ToString();
        var other = new PostedStat { Date = PostedStat.Day(-3) };
        PostedStat[] stats = [.. Enumerable.Range(0, 12).Select(day => new PostedStat { Anr = anr, Date = PostedStat.Day(-day), Data = PostedStat.Incompressible(400_000) })];
        (await client.PostAsync([.. stats, .. PostedStat.Many(250).Select(stat => stat with { Anr = anr }), other])).Is(201);

        (await client.DeleteAsync($"stats/{anr}")).Is(204);

        Assert.Equal([other.Uuid], (await client.ListAsync(new { type = other.Type })).Uuids);
        await service.RowsAgreeAsync();
    }

    [Fact]
    public async Task Deleting_what_is_not_there_changes_nothing()
    {
        var client = await service.App.RegisterAsync();

        (await client.DeleteAsync($"stats/{Guid.NewGuid()}")).Is(204);
        (await client.DeleteAsync("stats/no-uuid")).Is(404);
    }
}
