using Azure.Data.Tables;
using StatsService.Stats;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Housekeeping;

public sealed class OrphanRepairTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guard_without_its_stat_goes_and_its_UUID_may_be_sent_again()
    {
        await using var world = await CreateAsync();
        Stat[] stats = [.. Enumerable.Range(0, 30).Select(_ => HousekeepingWorld.Stat(Guid.NewGuid(), StatType.Risk, world.Today))];
        await world.PostAsync(stats);
        var sheet = Assert.Single(await world.SheetsAsync());
        var (lost, foreign) = (HousekeepingWorld.Stat(stats[0].Anr, StatType.Risk, world.Today), HousekeepingWorld.Stat(stats[0].Anr, StatType.Risk, world.Today));
        await GuardAsync(world, lost.Uuid, StatKeys.Sheet(StatType.Risk, world.Today, Guid.CreateVersion7(), 0));
        await GuardAsync(world, foreign.Uuid, sheet.Key);

        Assert.EndsWith("belonged to no statistics: 2.", await world.KeepHouseAsync(), StringComparison.Ordinal);

        await world.RowsAgreeAsync();
        await world.PostAsync(lost);
        Assert.Contains((await world.SheetsAsync()).SelectMany(stored => stored.Entries), entry => entry.Uuid == lost.Uuid);
    }

    [Fact]
    public async Task An_index_entry_without_stats_goes_once_it_is_a_day_old()
    {
        await using var world = await CreateAsync();
        var (kept, unused, stranger) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await world.PostAsync(HousekeepingWorld.Stat(kept, StatType.Risk, world.Today));
        await IndexAsync(world, unused, world.Client);
        await IndexAsync(world, kept, stranger);

        Assert.EndsWith("belonged to no statistics: 0.", await world.KeepHouseAsync(), StringComparison.Ordinal);
        world.Time.Advance(TimeSpan.FromDays(2));
        Assert.EndsWith("belonged to no statistics: 2.", await world.KeepHouseAsync(), StringComparison.Ordinal);

        Assert.Equal([world.Client], await world.Stats.FindClientsAsync(kept, Cancellation));
        Assert.Empty(await world.Stats.FindClientsAsync(unused, Cancellation));
    }

    [Fact]
    public async Task An_entry_that_a_writer_renews_meanwhile_stays()
    {
        await using var world = await CreateAsync();
        var (anr, date) = (Guid.NewGuid(), world.Today.AddMonths(-40));
        await world.PostAsync(HousekeepingWorld.Stat(anr, StatType.Risk, date));
        world.Time.Advance(TimeSpan.FromDays(2));
        var posted = false;
        world.Watch.BreaksBefore = operation =>
        {
            if (operation.IsWriteTo("Anrs") && operation.Changes!.All.Any(change => change.IsDeletion) && !posted)
            {
                posted = true;
                // As another instance's writer does it first.
                IndexAsync(world, anr, world.Client).GetAwaiter().GetResult();
            }

            return false;
        };

        await world.KeepHouseAsync();

        Assert.True(posted);
        Assert.Equal([world.Client], await world.Stats.FindClientsAsync(anr, Cancellation));
    }

    [Fact]
    public async Task Runs_look_through_all_rows_in_the_course_of_time()
    {
        await using var world = await CreateAsync();
        var store = world.Orphans;
        Stat[] stats = [.. Enumerable.Range(0, 40).Select(_ => HousekeepingWorld.Stat(Guid.NewGuid(), StatType.Risk, world.Today))];
        await world.PostAsync(stats);
        var orphans = Enumerable.Range(0, 7).Select(_ => Guid.NewGuid()).ToList();
        foreach (var orphan in orphans)
        {
            await GuardAsync(world, orphan, "risk_20200101_none");
            await IndexAsync(world, orphan, world.Client);
        }

        var (guards, anrs) = (0, 0);
        Guid? cursor = null;
        do
        {
            var search = await store.RemoveGuardsAsync(world.Client, cursor, 9, Cancellation);
            Assert.InRange(search.Seen, 0, 9);
            (cursor, guards) = (search.Last, guards + search.Removed);
        }
        while (cursor is not null);
        do
        {
            var search = await store.RemoveAnrsAsync(cursor, 9, new HashSet<Guid> { world.Client }, DateTimeOffset.MaxValue, Cancellation);
            Assert.InRange(search.Seen, 0, 9);
            (cursor, anrs) = (search.Last, anrs + search.Removed);
        }
        while (cursor is not null);

        Assert.Equal((7, 7), (guards, anrs));
        await world.RowsAgreeAsync();
    }

    private static Task GuardAsync(HousekeepingWorld world, Guid uuid, string sheet) =>
        world.Table("Stats").AddEntityAsync(new TableEntity(StatKeys.Partition(world.Client), StatKeys.Guard(uuid)) { ["Sheet"] = sheet }, Cancellation);

    private static Task IndexAsync(HousekeepingWorld world, Guid anr, Guid client) =>
        world.Table("Anrs").UpsertEntityAsync(new TableEntity($"{anr:D}", $"{client:D}"), TableUpdateMode.Replace, Cancellation);

    private Task<HousekeepingWorld> CreateAsync() => HousekeepingWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix());
}
