using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>How far organisations differ on each day, by object: a row a day, beside the totals of its month.</summary>
public sealed class SpreadStore(StorageEngine storage)
{
    private const string Data = "Data";
    private readonly Table table = storage.Table(TableNames.Totals);

    /// <summary>One operation. It is no more than a picture of the shares as they were when it was made, so whoever writes last may win.</summary>
    public Task WriteAsync(StatType type, DateOnly date, IReadOnlyDictionary<Guid, ObjectSpread> objects, CancellationToken cancellationToken) =>
        table.WriteAsync(new RowChanges(TotalKeys.Partition(type, Month.Of(date))).Put(new Row(TotalKeys.Spread(date)) { [Data] = SpreadCodec.Encode(objects) }), cancellationToken);

    /// <summary>Those of a month's days that have one, in their order: one operation, as long as they are below some MiB.</summary>
    public async Task<IReadOnlyList<DaySpread>> ReadMonthAsync(StatType type, Month month, CancellationToken cancellationToken) =>
        await table.ReadAsync(TotalKeys.Partition(type, month), TotalKeys.Spreads, cancellationToken: cancellationToken)
            .Select(row => new DaySpread(TotalKeys.ParseSpread(row.Key), SpreadCodec.Decode(row.GetBytes(Data))))
            .ToListAsync(cancellationToken);
}
