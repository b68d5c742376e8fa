using Azure.Data.Tables;
using StatsService.Stats;
using StatsService.Tests.Azurite;
using StatsService.Wire;

namespace StatsService.Tests.Storage.Stats;

public sealed class LatestMapTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Guid Batch = Guid.CreateVersion7();
    private readonly Guid client = Guid.NewGuid();
    private readonly TableClient table = new(azurite.ConnectionString, $"{azurite.NewPrefix()}Stats");

    public async ValueTask InitializeAsync() => await table.CreateAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_newest_sheet_of_an_ANR_and_type_counts_in_whatever_order_they_come()
    {
        var (anr, other) = (Guid.NewGuid(), Guid.NewGuid());
        var (old, newest, threat) = (Sheet(StatType.Risk, 1, 0, anr, other), Sheet(StatType.Risk, 2, 0, anr), Sheet(StatType.Threat, 1, 1, anr));
        var empty = await ReadAsync();

        foreach (var order in (Sheet[][])[[old, newest, threat], [threat, newest, old]])
        {
            var map = empty.With(order);
            Assert.True(map.PointsTo(anr, StatType.Risk, newest.Key));
            Assert.True(map.PointsTo(other, StatType.Risk, old.Key));
            Assert.True(map.PointsTo(anr, StatType.Threat, threat.Key));
            Assert.Equal(3, map.Stats.Count());
        }

        Assert.Empty(empty.Stats);
        Assert.False(empty.Knows(anr));
    }

    [Fact]
    public async Task The_map_comes_back_from_its_row_and_an_older_state_can_not_overwrite_it()
    {
        var anr = Guid.NewGuid();
        var empty = await ReadAsync();
        var map = empty.With([Sheet(StatType.Risk, 1, 0, anr), Sheet(StatType.Compliance, 2, 1, anr)]);
        await table.SubmitTransactionAsync([map.ToAction()], TestContext.Current.CancellationToken);

        var read = await ReadAsync();
        Assert.Equal(map.Stats.ToHashSet(), read.Stats.ToHashSet());
        await table.SubmitTransactionAsync([read.Without([(anr, StatType.Risk)], _ => null).ToAction()], TestContext.Current.CancellationToken);

        Assert.Equal(StatType.Compliance, Assert.Single((await ReadAsync()).Stats).Type);
        foreach (var stale in (LatestMap[])[empty, read])
            await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([stale.ToAction()], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_may_have_twenty_thousand_ANRs_with_all_types_and_is_told_where_it_ends()
    {
        Guid[] anrs = [.. Enumerable.Range(0, 20_000).Select(_ => Guid.NewGuid())];
        var map = (await ReadAsync()).With(StatTypes.All.Select((type, number) => Sheet(type, 1, number, anrs)));

        await table.SubmitTransactionAsync([map.ToAction()], TestContext.Current.CancellationToken);

        Assert.Equal(100_000, (await ReadAsync()).Stats.Count());
        var beyond = map.With([Sheet(StatType.Risk, 1, 9, [.. Enumerable.Range(0, 60_000).Select(_ => Guid.NewGuid())])]);
        Assert.Contains("more ANRs", Assert.Throws<PayloadTooLargeException>(beyond.ToAction).Message);
    }

    private Task<LatestMap> ReadAsync() => LatestMap.ReadAsync(table, client, TestContext.Current.CancellationToken);

    private static Sheet Sheet(StatType type, int day, int number, params Guid[] anrs)
    {
        var date = new DateOnly(2026, 1, day);
        return new Sheet(type, date, StatKeys.Sheet(type, date, Batch, number), [.. anrs.Select(anr => new SheetEntry(Guid.NewGuid(), anr, 0, 0))], default);
    }
}
