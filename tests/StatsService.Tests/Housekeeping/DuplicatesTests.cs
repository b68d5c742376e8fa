using StatsService.Stats;
using StatsService.Tests.Azurite;
using StatsService.Upkeep;

namespace StatsService.Tests.Housekeeping;

public sealed class DuplicatesTests(AzuriteFixture azurite)
{
    private static readonly Guid Anr = new(1, 0, 0, new byte[8]);
    private static readonly Guid Other = new(2, 0, 0, new byte[8]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_data_of_a_day_is_kept_once_and_what_differs_in_anything_is_kept()
    {
        await using var world = await CreateAsync();
        Stat[] kept =
        [
            HousekeepingWorld.Stat(Anr, StatType.Threat, world.Today, "[1]"), HousekeepingWorld.Stat(Anr, StatType.Threat, world.Today, "[1 ]"),
            HousekeepingWorld.Stat(Other, StatType.Threat, world.Today, "[1]"), HousekeepingWorld.Stat(Anr, StatType.Risk, world.Today, "[1]"),
            HousekeepingWorld.Stat(Anr, StatType.Threat, world.Today.AddDays(-1), "[1]"),
        ];
        // As a front office repeats a day whose answer was lost; and the same twice in one batch.
        await world.PostAsync(Again(kept[0]), Again(kept[0]), Again(kept[3]));
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.PostAsync([Again(kept[4]), .. kept]);
        await world.AggregateAsync();

        Assert.Equal(4, await world.Duplicates.CountAsync(world.Client, DuplicateRule.SameData, Cancellation));
        Assert.Equal(4, await world.Duplicates.RemoveAsync(world.Client, DuplicateRule.SameData, Cancellation));
        Assert.Equal(0, await world.Duplicates.RemoveAsync(world.Client, DuplicateRule.SameData, Cancellation));

        await HoldsAsync(world, kept);
    }

    [Fact]
    public async Task Of_several_stats_of_a_day_the_one_that_arrived_last_is_kept()
    {
        await using var world = await CreateAsync();
        Stat[] kept = [HousekeepingWorld.Stat(Anr, StatType.Threat, world.Today, "[3]"), HousekeepingWorld.Stat(Other, StatType.Threat, world.Today, "[1]")];
        await world.PostAsync(HousekeepingWorld.Stat(Anr, StatType.Threat, world.Today, "[1]"));
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.PostAsync([HousekeepingWorld.Stat(Anr, StatType.Threat, world.Today, "[2]"), .. kept]);
        await world.AggregateAsync();

        Assert.Equal(0, await world.Duplicates.CountAsync(world.Client, DuplicateRule.SameData, Cancellation));
        Assert.Equal(2, await world.Duplicates.CountAsync(world.Client, DuplicateRule.SameDay, Cancellation));
        Assert.Equal(2, await world.Duplicates.RemoveAsync(world.Client, DuplicateRule.SameDay, Cancellation));

        await HoldsAsync(world, kept);
    }

    private static async Task HoldsAsync(HousekeepingWorld world, Stat[] kept)
    {
        await world.AggregateAsync();
        Assert.Equal(kept.Select(stat => stat.Uuid).Order(), (await world.SheetsAsync()).SelectMany(sheet => sheet.Entries).Select(entry => entry.Uuid).Order());
        await world.TotalsAreExactAsync(StatType.Threat);
        await world.RowsAgreeAsync();
    }

    private static Stat Again(Stat stat) => stat with { Uuid = Guid.NewGuid() };

    private Task<HousekeepingWorld> CreateAsync() => HousekeepingWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix());
}
