using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Tests.Storage.Stats;

public sealed class LatestMapTests
{
    private static readonly Guid Batch = Guid.CreateVersion7();
    private readonly Guid client = Guid.NewGuid();
    private readonly Table table = new MemoryStorage(new SharedMemory(StoragePace.None, TimeProvider.System)).Table("Stats");

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
    }

    [Fact]
    public async Task The_map_comes_back_from_its_row_and_an_older_state_can_not_overwrite_it()
    {
        var anr = Guid.NewGuid();
        var empty = await ReadAsync();
        var map = empty.With([Sheet(StatType.Risk, 1, 0, anr), Sheet(StatType.Compliance, 2, 1, anr)]);
        Assert.True((await WriteAsync(map)).IsDone);

        var read = await ReadAsync();
        Assert.Equal(map.Stats.ToHashSet(), read.Stats.ToHashSet());
        Assert.True((await WriteAsync(read.Without([(anr, StatType.Risk)], _ => null))).IsDone);

        Assert.Equal(StatType.Compliance, Assert.Single((await ReadAsync()).Stats).Type);
        foreach (var stale in (LatestMap[])[empty, read])
            Assert.False((await WriteAsync(stale)).IsDone);
    }

    [Fact]
    public async Task A_map_that_was_written_can_be_written_again_without_being_read()
    {
        var map = (await ReadAsync()).With([Sheet(StatType.Risk, 1, 0, Guid.NewGuid())]);
        var changes = Changes(map);
        var written = map.TakeOver(changes, await table.WriteAsync(changes, TestContext.Current.CancellationToken));

        Assert.True((await WriteAsync(written.With([Sheet(StatType.Risk, 1, 1, Guid.NewGuid())]))).IsDone);
    }

    [Fact]
    public async Task A_client_may_have_twenty_thousand_ANRs_with_all_types_and_is_told_where_it_ends()
    {
        Guid[] anrs = [.. Enumerable.Range(0, 20_000).Select(_ => Guid.NewGuid())];
        var map = (await ReadAsync()).With(StatTypes.All.Select((type, number) => Sheet(type, 1, number, anrs)));

        Assert.True((await WriteAsync(map)).IsDone);

        Assert.Equal(100_000, (await ReadAsync()).Stats.Count());
        Assert.False(table.Fits(Changes(map.With([Sheet(StatType.Risk, 1, 9, [.. Enumerable.Range(0, 60_000).Select(_ => Guid.NewGuid())])]))));
    }

    [Fact]
    public async Task A_row_of_a_service_that_knows_more_types_is_read_as_far_as_they_are_known_here()
    {
        var (anr, key) = (Guid.NewGuid(), Sheet(StatType.Threat, 1, 0).Key);
        await StoreAsync(version: 1, types: ["risk", "weather", "threat"], writer =>
        {
            writer.Write7BitEncodedInt(1);
            writer.Write(key);
            writer.Write7BitEncodedInt(1);
            writer.Write(anr.ToByteArray());
            foreach (var sheet in (int[])[0, 1, 1])
                writer.Write7BitEncodedInt(sheet);
        });

        Assert.Equal([new LatestStat(anr, StatType.Threat, new DateOnly(2026, 1, 1), key)], (await ReadAsync()).Stats);
    }

    [Fact]
    public async Task A_row_in_a_later_form_is_told_as_such()
    {
        await StoreAsync(version: 2, types: [], _ => { });

        Assert.Contains("version 2", (await Assert.ThrowsAsync<InvalidDataException>(ReadAsync)).Message);
    }

    private static Sheet Sheet(StatType type, int day, int number, params Guid[] anrs)
    {
        var date = new DateOnly(2026, 1, day);
        return new Sheet(type, date, StatKeys.Sheet(new StatDay(type, date), Batch, number), [.. anrs.Select(anr => new SheetEntry(Guid.NewGuid(), anr, 0, 0))], default);
    }

    private RowChanges Changes(LatestMap map)
    {
        var changes = new RowChanges(StatKeys.Partition(client));
        map.AddTo(changes);
        return changes;
    }

    private Task<WriteResult> WriteAsync(LatestMap map) => table.WriteAsync(Changes(map), TestContext.Current.CancellationToken);

    private Task<LatestMap> ReadAsync() => LatestMap.ReadAsync(table, client, TestContext.Current.CancellationToken);

    private async Task StoreAsync(int version, string[] types, Action<BinaryWriter> write)
    {
        var data = CompressedRecord.Write(writer =>
        {
            writer.Write7BitEncodedInt(version);
            writer.Write7BitEncodedInt(types.Length);
            foreach (var type in types)
                writer.Write(type);
            write(writer);
        });
        await table.WriteAsync(new RowChanges(StatKeys.Partition(client)).Put(new Row(StatKeys.Latest) { ["Data"] = data }), TestContext.Current.CancellationToken);
    }
}
