using StatsService.Stats;
using StatsService.Tests.Azurite;
using StatsService.Tests.Totals;

namespace StatsService.Tests.Housekeeping;

public sealed class RetentionTests(AzuriteFixture azurite)
{
    private static readonly Guid Living = new(1, 0, 0, new byte[8]);
    private static readonly Guid Ended = new(2, 0, 0, new byte[8]);

    [Fact]
    public async Task Of_forty_months_the_last_thirty_six_are_kept_and_the_totals_are_exact()
    {
        await using var world = await CreateAsync();
        var first = world.Today.AddMonths(-36);
        DateOnly[] days = [.. Days(world.Today.AddMonths(-40), world.Today, 10), first.AddDays(-1), first];
        await world.PostAsync(days.Distinct().SelectMany(date => Rated(Living, date)));
        await world.PostAsync(Rated(Ended, world.Today.AddMonths(-39)));
        await world.AggregateAsync();

        Assert.StartsWith("Removal of old statistics: 1 parts sent.", await world.KeepHouseAsync(), StringComparison.Ordinal);
        await world.AggregateAsync();

        Assert.Equal(days.Where(date => date >= first).Distinct().Order(), (await world.SheetsAsync()).Where(sheet => sheet.Type == StatType.Threat).Select(sheet => sheet.Date));
        Assert.DoesNotContain(await world.Stats.ReadLatestAsync(world.Client, TestContext.Current.CancellationToken), latest => latest.Anr == Ended);
        await world.TotalsAreExactAsync(StatType.Threat);
        await world.RowsAgreeAsync();
    }

    [Fact]
    public async Task What_is_dated_more_than_a_year_ahead_is_removed_and_so_are_the_totals_of_its_months()
    {
        await using var world = await CreateAsync();
        var last = world.Today.AddYears(1);
        DateOnly[] days = [world.Today, last, last.AddDays(1), world.Today.AddYears(100), new(9999, 12, 31)];
        await world.PostAsync(days.SelectMany(date => Rated(Living, date)));
        await world.AggregateAsync();

        await world.KeepHouseAsync();
        await world.AggregateAsync();

        Assert.Equal([world.Today, last], (await world.SheetsAsync()).Where(sheet => sheet.Type == StatType.Threat).Select(sheet => sheet.Date));
        await world.TotalsAreExactAsync(StatType.Threat);
        await world.RowsAgreeAsync();
        Assert.EndsWith("dropped: 4.", await world.KeepHouseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_interrupted_is_completed_by_the_next_run()
    {
        await using var world = await CreateAsync();
        await world.PostAsync(Days(world.Today.AddMonths(-39), world.Today.AddMonths(-35), 5).SelectMany(date => Rated(Living, date)));
        await world.AggregateAsync();

        var first = world.Today.AddMonths(-36);
        for (var operations = 8; (await world.SheetsAsync()).Any(sheet => sheet.Date < first); operations += 12)
        {
            world.Crashes.CrashAfter(operations, isAnswerLost: operations % 8 == 0);
            await Record.ExceptionAsync(world.KeepHouseAsync);
            world.Crashes.Survive();
            await world.RowsAgreeAsync();
        }

        await world.KeepHouseAsync();
        await world.AggregateAsync();
        await world.TotalsAreExactAsync(StatType.Threat);
        await world.RowsAgreeAsync();
        Assert.Contains(await world.SheetsAsync(), sheet => sheet.Date >= first);
    }

    [Fact]
    public async Task It_costs_what_is_removed_and_not_what_stays()
    {
        var none = await CostAsync(old: 0, kept: 30);
        var one = await CostAsync(old: 1, kept: 30);
        var two = await CostAsync(old: 2, kept: 30);
        var three = await CostAsync(old: 3, kept: 30);

        Assert.Equal(none, await CostAsync(old: 0, kept: 300));
        Assert.Equal(two, await CostAsync(old: 2, kept: 300));
        Assert.Equal(two - one, three - two);
        // Three types' versions, the clients, a part sent, received and deleted, five looks for older stats, and what the search for orphans takes.
        Assert.InRange(none, 1, 3 + 1 + 4 + 5 + 12);
    }

    /// <returns>The storage operations of a run that removes so many months of a client.</returns>
    private async Task<int> CostAsync(int old, int kept)
    {
        await using var world = await CreateAsync();
        // What is made at first use is not counted.
        await world.KeepHouseAsync();
        var border = world.Today.AddMonths(-37);
        var months = Enumerable.Range(0, old).Select(back => new DateOnly(border.Year, border.Month, 1).AddMonths(-back));
        await world.PostAsync(months.SelectMany(month => Enumerable.Range(0, 20).SelectMany(day => Rated(Living, month.AddDays(day)))));
        await world.PostAsync(Enumerable.Range(0, kept).SelectMany(day => Rated(Living, world.Today.AddDays(-day))));
        world.Watch.Clear();

        await world.KeepHouseAsync();

        return world.Watch.Seen.Count(operation => operation.Kind != "create");
    }

    private static IEnumerable<Stat> Rated(Guid anr, DateOnly date) =>
        [SimulatedWorld.Threat(date, date.DayNumber % 50) with { Anr = anr }, HousekeepingWorld.Stat(anr, StatType.Cartography, date)];

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to, int step)
    {
        for (var date = from; date <= to; date = date.AddDays(step))
            yield return date;
    }

    private Task<HousekeepingWorld> CreateAsync() => HousekeepingWorld.CreateAsync(azurite.ConnectionString, azurite.NewPrefix());
}
