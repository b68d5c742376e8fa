using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Cli;

public sealed class StatsCommandTests(AzuriteFixture azurite, StatsServiceFixture service) : IClassFixture<StatsServiceFixture>
{
    private static readonly string[] Days = [PostedStat.Day(-4), PostedStat.Day(-3), PostedStat.Day(-2), PostedStat.Day(-1)];

    private Tool Tool => new(azurite.ConnectionString, service.Prefix);

    [Fact]
    public async Task The_newest_day_and_the_ANRs_of_each_client_and_type_are_listed()
    {
        var client = await service.App.RegisterAsync("lister");
        await client.PostAsync([.. PostedStat.Many(2, "risk", Days[0]), .. PostedStat.Many(1, "risk", Days[1]), .. PostedStat.Many(1, "threat", Days[3])]);

        var rows = (await Tool.RunAsync("list-last", "--output", "json")).Is(0).Json.EnumerateArray()
            .Where(row => row.GetProperty("client").GetString() == "lister")
            .Select(row => (row.GetProperty("type").GetString(), row.GetProperty("newest").GetString(), row.GetProperty("anrs").GetInt32()));

        Assert.Equal([("risk", Days[1], 3), ("threat", Days[3], 1)], rows);
        Assert.Matches($"lister +risk +{Days[1]} +3", (await Tool.RunAsync("list-last")).Is(0).Output);
    }

    [Fact]
    public async Task Deleting_the_newest_days_makes_older_stats_the_last_ones()
    {
        var client = await service.App.RegisterAsync();
        var (anr, other) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        foreach (var day in Days)
            (await client.PostAsync(Stat(anr, "cartography", day), Stat(other, "cartography", day), Stat(anr, "risk", day))).Is(201);

        Assert.Contains("--yes", (await Tool.RunAsync("delete", client.Token!, "--anr", anr, "--from", Days[2])).Is(1).Error);
        var deleted = (await Tool.RunAsync("delete", client.Token!, "--anr", anr, "--from", Days[2], "--type", "cartography", "--yes", "--output", "json")).Is(0).Json;

        Assert.Equal(2, deleted.GetProperty("stats").GetInt32());
        var last = (await client.ListAsync(new { type = "cartography", get_last = true })).Is(200).Stats;
        Assert.Equal(
            new[] { (anr, Days[1]), (other, Days[3]) }.Order(),
            last.Select(stat => (stat.GetProperty("anr").GetString()!, stat.GetProperty("date").GetString()![..10])).Order());
        Assert.Equal(4, (await client.ListAsync(new { type = "risk" })).Is(200).Stats.Count);
        await service.RowsAgreeAsync();

        // A gap in the middle, and then all that is left of the type.
        (await Tool.RunAsync("delete", client.Token!, "--from", Days[1], "--to", Days[1], "--type", "cartography", "--yes")).Is(0);
        await service.RowsAgreeAsync();
        (await Tool.RunAsync("delete", client.Token!, "--to", Days[3], "--type", "cartography", "--yes")).Is(0);
        Assert.Empty((await client.ListAsync(new { type = "cartography", get_last = true })).Is(200).Stats);
        await service.RowsAgreeAsync();
    }

    [Fact]
    public async Task Purging_deletes_all_of_one_client_and_its_part_of_the_averages()
    {
        var (purged, other) = (await service.App.RegisterAsync(), await service.App.RegisterAsync());
        foreach (var client in (MonarcClient[])[purged, other])
            (await client.PostAsync(new PostedStat { Type = "vulnerability", Date = "2001-02-03", Data = PublicStatsData.Threats(3) }, new PostedStat())).Is(201);

        Assert.Equal(2, (await Tool.RunAsync("purge", purged.Token!, "--yes", "--output", "json")).Is(0).Json.GetProperty("stats").GetInt32());

        Assert.Empty((await purged.ListAsync(new { type = "cartography" })).Is(200).Stats);
        Assert.Single((await other.ListAsync(new { type = "cartography" })).Is(200).Stats);
        (await purged.GetAsync("client/me")).Is(200);
        var totals = service.App.Services.GetRequiredService<TotalStore>();
        await Eventually.HoldsAsync(async () =>
            (await totals.ReadTotalAsync(StatType.Vulnerability, new DateOnly(2001, 2, 3), TestContext.Current.CancellationToken)).Sum().Stats == 1);
        Assert.Equal(0, (await Tool.RunAsync("purge", purged.Token!, "--output", "json")).Is(0).Json.GetProperty("stats").GetInt32());
    }

    [Fact]
    public async Task Duplicates_are_removed_by_their_data_or_by_their_day()
    {
        var client = await service.App.RegisterAsync();
        var anr = Guid.NewGuid().ToString();
        foreach (var data in (string[])["{}", "{}", "{\"a\":1}"])
            (await client.PostAsync(Stat(anr, "cartography", Days[3]) with { Data = data })).Is(201);

        Assert.Contains("1 duplicate", (await Tool.RunAsync("remove-duplicates", client.Token!)).Is(1).Error);
        Assert.Equal(1, (await Tool.RunAsync("remove-duplicates", client.Token!, "--yes", "--output", "json")).Is(0).Json.GetProperty("stats").GetInt32());
        Assert.Equal(2, (await client.ListAsync(new { type = "cartography" })).Is(200).Stats.Count);
        Assert.Equal(1, (await Tool.RunAsync("remove-duplicates", client.Token!, "--same-day", "--yes", "--output", "json")).Is(0).Json.GetProperty("stats").GetInt32());
        Assert.Equal("{\"a\":1}", Assert.Single((await client.ListAsync(new { type = "cartography" })).Is(200).DataByUuid).Value);
        await service.RowsAgreeAsync();
    }

    [Fact]
    public async Task Damaged_totals_are_found_without_being_changed_and_rebuilt()
    {
        var prefix = azurite.NewPrefix();
        var tool = new Tool(azurite.ConnectionString, prefix);
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        var client = await app.RegisterAsync("acme");
        foreach (var day in Days.Append("2019-12-31"))
            (await client.PostAsync(new PostedStat { Type = "threat", Date = day, Data = PublicStatsData.Threats(2) })).Is(201);
        await Eventually.HoldsAsync(async () => (await tool.RunAsync("totals", "verify", "--output", "json")).Is(0).Json.GetProperty("waiting").GetInt32() == 0);

        var totals = app.Services.GetRequiredService<TotalStore>();
        var acme = (await app.Services.GetRequiredService<ClientStore>().FindByNameAsync("acme", TestContext.Current.CancellationToken))!.Uuid;
        var (old, recent) = (new DateOnly(2019, 12, 31), DateOnly.Parse(Days[0]));
        await ReplaceAsync(old, share: false);
        await ReplaceAsync(recent, share: true);

        for (var repeated = 0; repeated < 2; repeated++)
        {
            var found = (await tool.RunAsync("totals", "verify", "--output", "json")).Is(1);
            Assert.Equal(["2019-12-31", Days[0]], found.Json.GetProperty("differences").EnumerateArray().Select(day => day.GetProperty("date").GetString()!));
            Assert.Contains("2 days differ", found.Error);
        }

        Assert.Contains("2 differ", (await tool.RunAsync("totals", "rebuild")).Is(0).Output);
        Assert.Equal(0, (await tool.RunAsync("totals", "verify", "--output", "json")).Is(0).Json.GetProperty("differences").GetArrayLength());
        Assert.Equal(1, (await totals.ReadTotalAsync(StatType.Threat, old, TestContext.Current.CancellationToken)).Sum().Stats);

        async Task ReplaceAsync(DateOnly date, bool share)
        {
            var total = await totals.ReadTotalAsync(StatType.Threat, date, TestContext.Current.CancellationToken);
            var own = await totals.ReadShareAsync(StatType.Threat, date, acme, TestContext.Current.CancellationToken);
            var correction = new Tally();
            if (!share)
                correction.Subtract(total.Sum());
            ShareChange[] shares = share ? [new ShareChange(own, new Tally())] : [];
            var result = await totals.TryReplaceAsync(StatType.Threat, date, shares, total, correction, TestContext.Current.CancellationToken);
            Assert.Equal(ReplaceOutcome.Done, result.Outcome);
        }
    }

    [Fact]
    public async Task Emptying_the_storage_wants_a_yes()
    {
        var tool = new Tool(azurite.ConnectionString, azurite.NewPrefix());
        (await tool.RunAsync("storage", "init")).Is(0);
        Assert.Contains("--yes", (await tool.RunAsync("storage", "empty")).Is(1).Error);
        (await tool.RunAsync("storage", "empty", "--yes")).Is(0);
    }

    private static PostedStat Stat(string anr, string type, string day) => new() { Anr = anr, Type = type, Date = day };
}
