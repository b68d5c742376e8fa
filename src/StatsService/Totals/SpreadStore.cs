using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>How far organisations differ on each day, by object: a row a day, beside the totals of its month. One row a month more tells what they report together.</summary>
public sealed class SpreadStore(StorageEngine storage)
{
    private const string Data = "Data";
    private readonly Table table = storage.Table(TableNames.Totals);

    /// <summary>One operation. It is no more than a picture of the shares as they were when it was made, so whoever writes last may win.</summary>
    /// <param name="companions">Takes the place of the month's earlier one; null: that one stays.</param>
    public Task WriteAsync(StatType type, DateOnly date, IReadOnlyDictionary<Guid, ObjectSpread> objects, Companions? companions, CancellationToken cancellationToken)
    {
        var changes = new RowChanges(TotalKeys.Partition(type, Month.Of(date))).Put(new Row(TotalKeys.Spread(date)) { [Data] = SpreadCodec.Encode(objects) });
        if (companions is not null)
            changes.Put(new Row(TotalKeys.Companions) { [Data] = CompanionCodec.Encode(companions) });
        return table.WriteAsync(changes, cancellationToken);
    }

    /// <summary>Those of a month: one operation, as long as they are below some MiB.</summary>
    public async Task<Spreads> ReadMonthAsync(StatType type, Month month, CancellationToken cancellationToken)
    {
        var days = new List<DaySpread>();
        Companions? companions = null;
        await foreach (var row in table.ReadAsync(TotalKeys.Partition(type, month), TotalKeys.Spreads, cancellationToken: cancellationToken))
        {
            if (row.Key == TotalKeys.Companions)
                companions = CompanionCodec.Decode(row.GetBytes(Data));
            else
                days.Add(new DaySpread(TotalKeys.ParseSpread(row.Key), SpreadCodec.Decode(row.GetBytes(Data))));
        }

        return new Spreads(days, companions);
    }
}
