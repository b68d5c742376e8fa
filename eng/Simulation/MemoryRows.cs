using System.Globalization;
using StatsService.Storage;

namespace StatsService.Simulation;

/// <summary>The rows of a table. Each call is one moment.</summary>
internal sealed class MemoryRows
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, SortedDictionary<string, Row>> partitions = new(StringComparer.Ordinal);
    private long lastRevision;

    public Row? Find(string partition, string key)
    {
        lock (gate)
            return partitions.TryGetValue(partition, out var rows) ? rows.GetValueOrDefault(key) : null;
    }

    public List<Row> Read(string partition, KeyRange range, int count)
    {
        lock (gate)
        {
            return partitions.TryGetValue(partition, out var rows)
                ? [.. rows.SkipWhile(row => string.CompareOrdinal(row.Key, range.From) < 0).TakeWhile(row => string.CompareOrdinal(row.Key, range.To) < 0).Select(row => row.Value).Take(count)]
                : [];
        }
    }

    public List<string> ReadPartitions()
    {
        lock (gate)
            return [.. partitions.Where(partition => partition.Value.Count > 0).Select(partition => partition.Key)];
    }

    public WriteResult Write(RowChanges changes, DateTimeOffset now)
    {
        lock (gate)
        {
            if (!partitions.TryGetValue(changes.Partition, out var rows))
                partitions[changes.Partition] = rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
            for (var i = 0; i < changes.Count; i++)
            {
                if (Check(changes.All[i], rows.GetValueOrDefault(changes.All[i].Row.Key)) is var failure and not WriteFailure.None)
                    return new WriteResult(failure, i, []);
            }

            return new WriteResult(WriteFailure.None, -1, [.. changes.All.Select(change => Apply(rows, change, now))]);
        }
    }

    private static WriteFailure Check(RowChange change, Row? row) => change.Action switch
    {
        RowAction.Add => row is null ? WriteFailure.None : WriteFailure.Exists,
        RowAction.Put => WriteFailure.None,
        _ when row is null => WriteFailure.Gone,
        RowAction.DeleteAny => WriteFailure.None,
        _ => row.Revision == change.Revision ? WriteFailure.None : WriteFailure.Changed,
    };

    private string? Apply(SortedDictionary<string, Row> rows, RowChange change, DateTimeOffset now)
    {
        if (change.Action is RowAction.Delete or RowAction.DeleteAny)
        {
            rows.Remove(change.Row.Key);
            return null;
        }

        var row = new Row(change.Row.Key) { Revision = (++lastRevision).ToString(CultureInfo.InvariantCulture), ChangedAt = now };
        foreach (var (column, value) in change.Row.Columns)
            row[column] = value;
        rows[row.Key] = row;
        return row.Revision;
    }
}
