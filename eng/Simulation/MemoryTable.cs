using System.Runtime.CompilerServices;
using StatsService.Storage;

namespace StatsService.Simulation;

/// <summary>A table with the limits of Azure's.</summary>
internal sealed class MemoryTable(string name, MemoryRows rows, MemoryStorage storage) : Table
{
    private const int MaxTransactionBytes = 4_000_000;
    private const int PageRows = 1000;

    public override int MaxRowBytes => 960 * 1024;

    public override Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken) =>
        storage.RunAsync(new StorageOperation("find", name, partition), () => rows.Find(partition, key), cancellationToken);

    public override async IAsyncEnumerable<Row> ReadAsync(
        string partition, KeyRange range, IReadOnlyList<string>? columns = null, int? limit = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var left = limit ?? int.MaxValue;
        var from = range;
        while (left > 0)
        {
            var wanted = Math.Min(left, PageRows);
            var page = await storage.RunAsync(new StorageOperation("read", name, partition), () => rows.Read(partition, from, wanted), cancellationToken);
            foreach (var row in page)
                yield return columns is null ? row : Select(row, columns);
            if (page.Count < wanted)
                break;
            left -= page.Count;
            from = new KeyRange(page[^1].Key + "!", range.To);
        }
    }

    public override async IAsyncEnumerable<string> ReadPartitionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var partition in await storage.RunAsync(new StorageOperation("read", name, null), rows.ReadPartitions, cancellationToken))
            yield return partition;
    }

    public override bool Fits(RowChanges changes) =>
        changes.Count <= storage.MaxRows && changes.All.All(change => BytesOf(change.Row) <= MaxRowBytes) && changes.All.Sum(change => BytesOf(change.Row)) <= MaxTransactionBytes;

    public override Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<WriteResult> WriteFittingAsync(RowChanges changes, CancellationToken cancellationToken) =>
        storage.RunAsync(new StorageOperation("write", name, changes.Partition, changes), () => rows.Write(changes, storage.Memory.Time.GetUtcNow()), cancellationToken);

    private static Row Select(Row row, IReadOnlyList<string> columns)
    {
        var selected = new Row(row.Key) { Revision = row.Revision, ChangedAt = row.ChangedAt };
        foreach (var column in columns)
            selected[column] = row[column];
        return selected;
    }

    private static int BytesOf(Row row) => row.Columns.Values.Sum(value => value switch
    {
        ReadOnlyMemory<byte> bytes => bytes.Length,
        string text => 2 * text.Length,
        _ => 16,
    });
}
