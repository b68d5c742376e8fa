using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Microsoft.Extensions.Options;
using StatsService.Forwarding;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>Stores batches: what fits goes in one transaction, the rest in further ones, each with whole stats.</summary>
internal sealed class StatWriter(StorageTables tables, PartitionLocks locks, IOptions<RemoteStatsOptions> remote, TimeProvider time)
{
    // Writers of other instances may change a client's latest map between our reading and writing it.
    private const int MaxConflicts = 20;
    private const int ParallelReads = 16;

    public async Task<StoredBatch> AddAsync(Guid client, IReadOnlyList<Stat> stats, CancellationToken cancellationToken)
    {
        if (stats.Count == 0)
            return new StoredBatch([], []);
        var batch = Guid.CreateVersion7(time.GetUtcNow());
        var packing = new SheetPacking(batch);
        Queue<PackedSheet> pending = new(packing.Pack(stats.DistinctBy(stat => stat.Uuid)));

        // Whoever hangs up while others write is not stored late, and one that has begun leaves no part.
        using var turn = await locks.EnterAsync(client, cancellationToken);
        var table = await tables.Stats.OpenAsync(CancellationToken.None);
        var latest = await ReadLatestAsync();

        // Where the whole batch does not fit the map, none of it is stored.
        _ = latest.With(pending.Select(packed => packed.Sheet)).ToAction();

        var stored = new HashSet<Guid>();
        var changed = new Dictionary<(StatType, DateOnly), ChangedDay>();
        var number = 0;
        for (var conflicts = 0; pending.Count > 0;)
        {
            var outbox = remote.Value.IsForwarding ? StatKeys.Outbox(batch, number++) : null;
            var transaction = StatTransaction.Create(client, [.. pending], latest, outbox);
            try
            {
                var responses = await table.SubmitTransactionAsync(transaction.Actions, CancellationToken.None);
                foreach (var day in transaction.Complete(responses.Value))
                    changed[(day.Type, day.Date)] = day;
                latest = transaction.Latest;
                stored.UnionWith(transaction.Sheets.SelectMany(packed => packed.Stats).Select(stat => stat.Uuid));
                foreach (var _ in transaction.Sheets)
                    pending.Dequeue();
            }
            catch (TableTransactionFailedException exception) when (transaction.FailedAtLatest(exception) && conflicts++ < MaxConflicts)
            {
                latest = await ReadLatestAsync();
            }
            catch (TableTransactionFailedException exception) when (exception.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                var known = await FindGuardsAsync(table, client, transaction.Sheets, CancellationToken.None);
                if (known.Count == 0 && conflicts++ >= MaxConflicts)
                    throw Unavailable(exception);
                foreach (var (uuid, _) in known.Where(guard => StatKeys.IsOfBatch(guard.Value, batch)))
                    stored.Add(uuid);
                var rest = pending.SelectMany(packed => packed.Stats).Where(stat => !known.ContainsKey(stat.Uuid));
                pending = new Queue<PackedSheet>(packing.Pack(rest));
                latest = await ReadLatestAsync();
            }
            catch (TableTransactionFailedException exception)
            {
                throw Unavailable(exception);
            }
        }

        // A stat may stand twice in the batch: it is stored, and answered, once.
        return new StoredBatch([.. stats.Where(stat => stored.Remove(stat.Uuid))], [.. changed.Values]);

        // An ANR that was known may have been deleted, and its index row with it, by the time the map is read again.
        async Task<LatestMap> ReadLatestAsync()
        {
            var read = await LatestMap.ReadAsync(table, client, CancellationToken.None);
            await IndexAnrsAsync(client, stats.Select(stat => stat.Anr).Distinct().Where(anr => !read.Knows(anr)), CancellationToken.None);
            return read;
        }
    }

    private static StorageUnavailableException Unavailable(Exception exception) =>
        new("The storage refused a transaction: part of the batch may be stored; sending it again with the same UUIDs completes it.", exception);

    // Before the stats: a call by ANR then misses none, and at worst asks a client that has none.
    private async Task IndexAnrsAsync(Guid client, IEnumerable<Guid> anrs, CancellationToken cancellationToken)
    {
        var table = await tables.Anrs.OpenAsync(cancellationToken);
        await Parallel.ForEachAsync(
            anrs,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken },
            async (anr, token) => await table.UpsertEntityAsync(new TableEntity(anr.ToString("D"), client.ToString("D")), TableUpdateMode.Replace, token));
    }

    /// <returns>The sheets that hold those of the stats that are stored already, by UUID.</returns>
    private static async Task<Dictionary<Guid, string>> FindGuardsAsync(
        TableClient table, Guid client, IReadOnlyList<PackedSheet> sheets, CancellationToken cancellationToken)
    {
        var known = new Dictionary<Guid, string>();
        await Parallel.ForEachAsync(
            sheets.SelectMany(packed => packed.Stats),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken },
            async (stat, token) =>
            {
                var guard = await table.GetEntityIfExistsAsync<TableEntity>(StatKeys.Partition(client), StatKeys.Guard(stat.Uuid), cancellationToken: token);
                if (guard is { HasValue: true, Value: { } row })
                {
                    lock (known)
                        known[stat.Uuid] = row.GetString(StatTransaction.GuardedSheet);
                }
            });
        return known;
    }
}
