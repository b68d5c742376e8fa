namespace StatsService.Tests.Functions;

public sealed class VisibilityTests(StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    private static readonly string[] Types = ["risk", "threat", "vulnerability", "cartography", "compliance"];

    [Fact]
    public async Task No_call_of_a_client_shows_or_deletes_what_another_sent()
    {
        var (owner, stranger) = (await service.App.RegisterAsync(), await service.App.RegisterAsync());
        var anr = Guid.NewGuid().ToString();
        PostedStat[] stats = [.. Types.Select(type => new PostedStat { Anr = anr, Type = type })];
        (await owner.PostAsync(stats)).Is(201);
        // The stranger knows the ANR, the UUIDs and even has a stat of the ANR itself.
        var own = new PostedStat { Anr = anr, Type = "risk", Date = PostedStat.Day(-2) };
        (await stranger.PostAsync(own)).Is(201);

        foreach (var type in Types)
        {
            string[] seen = type == "risk" ? [own.Uuid!] : [];
            foreach (var parameters in (object[])[new { type }, new { type, get_last = true }, new { type, anrs = new[] { anr } }, new { type, date_from = "2000-01-01" }])
                Assert.Equal(seen, (await stranger.ListAsync(parameters)).Is(200).Uuids);
        }

        Assert.Equal([own.Uuid], (await stranger.GetAsync($"stats/{anr}")).Is(200).Uuids);
        (await stranger.PostAsync(stats)).Is(201);
        (await stranger.DeleteAsync($"stats/{anr}")).Is(204);
        Assert.Empty((await stranger.GetAsync($"stats/{anr}")).Is(200).Stats);
        Assert.Equal(stats.Select(stat => stat.Uuid).Order(), (await owner.GetAsync($"stats/{anr}")).Is(200).Uuids.Order());
        foreach (var stat in stats)
            Assert.Equal([stat.Uuid], (await owner.ListAsync(new { type = stat.Type, get_last = true })).Uuids);
    }

    [Fact]
    public async Task An_admin_sees_and_deletes_the_stats_of_all()
    {
        var (one, other) = (await service.App.RegisterAsync(), await service.App.RegisterAsync());
        var anr = Guid.NewGuid().ToString();
        var (ofOne, ofOther, ofAdmin) = (new PostedStat { Anr = anr, Data = "[1]" }, new PostedStat { Anr = anr, Data = "[2]" }, new PostedStat { Anr = anr, Data = "[3]" });
        (await one.PostAsync(ofOne)).Is(201);
        (await other.PostAsync(ofOther)).Is(201);
        (await service.App.Admin.PostAsync(ofAdmin)).Is(201);
        string?[] all = [ofOne.Uuid, ofOther.Uuid, ofAdmin.Uuid];

        Assert.Equal(all, (await service.App.Admin.ListAsync(new { type = ofOne.Type, anrs = new[] { anr } })).Is(200).Uuids);
        Assert.Equal([ofAdmin.Uuid], (await service.App.Admin.ListAsync(new { type = ofOne.Type, anrs = new[] { anr }, get_last = 1 })).Is(200).Uuids);
        Assert.Equal(all, (await service.App.Admin.GetAsync($"stats/{anr}")).Is(200).Uuids);

        (await service.App.Admin.DeleteAsync($"stats/{anr}")).Is(204);

        Assert.Empty((await one.ListAsync(new { type = ofOne.Type })).Is(200).Stats);
        Assert.Empty((await other.ListAsync(new { type = ofOne.Type })).Is(200).Stats);
        Assert.Empty((await service.App.Admin.GetAsync($"stats/{anr}")).Is(200).Stats);
    }
}
