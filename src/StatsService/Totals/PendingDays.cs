using System.Globalization;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>What awaits aggregation: a row of the table <c>Pending</c> for each type and day that a request is about to change.</summary>
/// <remarks>
/// The row is written before the stats are, so that a crash in between leaves a row too many and never a change that nobody
/// knows of. Types without averages have no rows. The rows are spread over <see cref="Buckets"/> partitions by client.
/// </remarks>
public sealed class PendingDays(StorageEngine storage)
{
    /// <summary>How many partitions hold the rows; one range read each tells what is pending.</summary>
    public const int Buckets = 4;

    /// <summary>How many rows of a bucket one look takes into memory; the next goes on behind them once they are settled.</summary>
    internal const int MaxRows = 5000;

    private const int MaxDeletions = 95;
    private const int MaxReason = 500;

    private readonly Table table = storage.Table(TableNames.Pending);

    public static IReadOnlySet<int> AllBuckets { get; } = Enumerable.Range(0, Buckets).ToHashSet();

    /// <summary>In which partition a client's rows are.</summary>
    public static int BucketOf(Guid client)
    {
        Span<byte> bytes = stackalloc byte[16];
        client.TryWriteBytes(bytes);
        return bytes[^1] % Buckets;
    }

    /// <summary>Tells which days a batch will change: one operation for all of its types and days, or a few where there are hundreds.</summary>
    /// <remarks>
    /// The aggregator takes the batch for written when it finds all of these stats in the batch's sheets. Where fewer than these
    /// are stored, because the client used their UUIDs before, call <see cref="FinishAsync"/> once that is known.
    /// </remarks>
    /// <param name="batch">The <see cref="Guid"/> in the keys of the sheets that will hold these stats.</param>
    /// <param name="stats">All of the batch, those that an earlier try stored included.</param>
    public Task AnnounceAsync(Guid client, Guid batch, IReadOnlyList<Stat> stats, CancellationToken cancellationToken) =>
        PutAsync(
            client,
            from stat in stats
            group stat by (stat.Type, stat.Date) into day
            select new PendingDay(client, day.Key.Type, day.Key.Date, batch) { Stats = day.Count() },
            cancellationToken);

    /// <summary>Tells which days a removal is about to change, or whatever else is no batch. The rows stay until <see cref="FinishAsync"/> tells that it is done, or until it is taken for dead.</summary>
    /// <param name="removal">Any new <see cref="Guid"/>.</param>
    public Task AnnounceRemovalAsync(Guid client, Guid removal, IEnumerable<StatDay> days, CancellationToken cancellationToken) =>
        PutAsync(client, Rows(client, removal, days), cancellationToken);

    /// <summary>Tells that a removal, or a batch of which less than all was stored, changes nothing any more.</summary>
    /// <param name="change">The batch or the removal.</param>
    /// <param name="days">Those that were announced.</param>
    public Task FinishAsync(Guid client, Guid change, IEnumerable<StatDay> days, CancellationToken cancellationToken) =>
        PutAsync(client, Rows(client, change, days).Select(day => day with { IsDone = true }), cancellationToken);

    /// <summary>What is pending in a bucket, by type, day and client; one operation for each 1,000 rows.</summary>
    internal IAsyncEnumerable<PendingDay> ReadAsync(int bucket, CancellationToken cancellationToken) =>
        table.ReadAsync(Partition(bucket), KeyRange.All, limit: MaxRows, cancellationToken: cancellationToken).Select(PendingDay.FromRow);

    /// <summary>The first rows of a bucket; one operation.</summary>
    internal IAsyncEnumerable<PendingDay> ReadFirstAsync(int bucket, int limit, CancellationToken cancellationToken) =>
        table.ReadAsync(Partition(bucket), KeyRange.All, [nameof(PendingDay.Since), nameof(PendingDay.Reason)], limit, cancellationToken).Select(PendingDay.FromRow);

    /// <summary>What is pending of a client, in the order of types and days. It reads the client's bucket.</summary>
    internal IAsyncEnumerable<PendingDay> ReadAsync(Guid client, CancellationToken cancellationToken) =>
        table.ReadAsync(Partition(BucketOf(client)), KeyRange.All, cancellationToken: cancellationToken).Select(PendingDay.FromRow).Where(day => day.Client == client);

    /// <summary>Whether a type and day of a client is pending; one operation.</summary>
    internal ValueTask<bool> AnyAsync(Guid client, StatType type, DateOnly date, CancellationToken cancellationToken) =>
        table.ReadAsync(Partition(BucketOf(client)), KeyRange.StartingWith(PendingDay.KeyPrefix(client, type, date)), [], limit: 1, cancellationToken).AnyAsync(cancellationToken);

    /// <summary>Deletes rows whose change is aggregated. Those that were written again since they were read stay.</summary>
    /// <returns>How many are gone.</returns>
    internal async Task<int> SettleAsync(IReadOnlyList<PendingDay> days, CancellationToken cancellationToken)
    {
        // Each bucket is a partition of its own, and Azure limits the rows a second of a partition: one after the other, four buckets would take four times as long.
        var settled = await Task.WhenAll(days.GroupBy(day => BucketOf(day.Client)).Select(async bucket =>
        {
            var gone = 0;
            foreach (var part in bucket.Chunk(MaxDeletions))
                gone += await DeleteAsync(Partition(bucket.Key), part, cancellationToken);
            return gone;
        }));
        return settled.Sum();
    }

    /// <summary>Notes why a day could not be aggregated. A row that was written again or settled since it was read stays as it is.</summary>
    internal async Task FailAsync(IReadOnlyList<PendingDay> days, string reason, CancellationToken cancellationToken)
    {
        foreach (var day in days)
        {
            var row = (day with { Reason = reason[..Math.Min(reason.Length, MaxReason)] }).ToRow();
            await table.WriteAsync(new RowChanges(Partition(BucketOf(day.Client))).Replace(row, day.Revision), cancellationToken);
        }
    }

    private async Task<int> DeleteAsync(string partition, IReadOnlyList<PendingDay> days, CancellationToken cancellationToken)
    {
        var left = days.ToList();
        while (left.Count > 0)
        {
            var result = await table.WriteAsync(left.Aggregate(new RowChanges(partition), (changes, day) => changes.Delete(day.Key, day.Revision)), cancellationToken);
            if (result.IsDone)
                return left.Count;
            left.RemoveAt(Math.Max(result.Failed, 0));
        }

        return 0;
    }

    private static IEnumerable<PendingDay> Rows(Guid client, Guid change, IEnumerable<StatDay> days) =>
        days.Distinct().Select(day => new PendingDay(client, day.Type, day.Date, change));

    private async Task PutAsync(Guid client, IEnumerable<PendingDay> days, CancellationToken cancellationToken)
    {
        foreach (var changes in InWrites(client, days))
            await table.WriteAsync(changes, cancellationToken);
    }

    private IEnumerable<RowChanges> InWrites(Guid client, IEnumerable<PendingDay> days)
    {
        var partition = Partition(BucketOf(client));
        var rows = new List<Row>();
        foreach (var row in days.Select(day => day.ToRow()))
        {
            if (!table.Fits(Puts([.. rows, row])))
            {
                yield return Puts(rows);
                rows = [];
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
            yield return Puts(rows);

        RowChanges Puts(List<Row> rows) => rows.Aggregate(new RowChanges(partition), (changes, row) => changes.Put(row));
    }

    private static string Partition(int bucket) => bucket.ToString(CultureInfo.InvariantCulture);
}
