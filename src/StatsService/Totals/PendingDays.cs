using System.Globalization;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

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

    private readonly Table table = storage.Table("Pending");

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
            where stat.Type.HasTallies()
            group stat by (stat.Type, stat.Date) into day
            select new PendingDay(client, day.Key.Type, day.Key.Date, batch) { Stats = day.Count() },
            cancellationToken);

    /// <summary>Tells which days a removal is about to change. The rows stay until <see cref="FinishAsync"/> tells that it is done, or until it is taken for dead.</summary>
    /// <param name="removal">Any new <see cref="Guid"/>.</param>
    public Task AnnounceRemovalAsync(Guid client, Guid removal, IEnumerable<(StatType Type, DateOnly Date)> days, CancellationToken cancellationToken) =>
        PutAsync(client, Rows(client, removal, days), cancellationToken);

    /// <summary>Tells that a removal, or a batch of which less than all was stored, changes nothing any more.</summary>
    /// <param name="change">The batch or the removal.</param>
    /// <param name="days">Those that were announced.</param>
    public Task FinishAsync(Guid client, Guid change, IEnumerable<(StatType Type, DateOnly Date)> days, CancellationToken cancellationToken) =>
        PutAsync(client, Rows(client, change, days).Select(day => day with { IsDone = true }), cancellationToken);

    private static IEnumerable<PendingDay> Rows(Guid client, Guid change, IEnumerable<(StatType Type, DateOnly Date)> days) =>
        days.Where(day => day.Type.HasTallies()).Distinct().Select(day => new PendingDay(client, day.Type, day.Date, change));

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
