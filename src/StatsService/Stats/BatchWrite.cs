using System.Collections.Concurrent;
using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Stats;

/// <summary>One batch on its way into a client's partition.</summary>
internal sealed class BatchWrite
{
    // Other instances may write for the same client between our reading and our writing.
    private const int MaxConflicts = 20;
    private const int ParallelReads = 16;

    private readonly Table table;
    private readonly Guid client;
    private readonly Guid id;
    private readonly StatBatch batch;
    private readonly bool hasOutbox;
    private readonly SheetPacking packing;
    private readonly HashSet<Guid> stored = [];
    private IReadOnlyList<PackedSheet> pending = [];
    private LatestMap? latest;
    private BatchRow? batchRow;
    private int writes;
    private int written;

    public BatchWrite(Table table, Guid client, Guid id, StatBatch batch, bool hasOutbox)
    {
        this.table = table;
        this.client = client;
        this.id = id;
        this.batch = batch;
        this.hasOutbox = hasOutbox;
        packing = new SheetPacking(batch, id, sheet => table.Fits(ToChanges([sheet]).Changes));
        batchRow = batch.Request is { } request ? new BatchRow(request, 0, null) : null;
    }

    /// <inheritdoc cref="StatWriter.AddAsync"/>
    public async Task<StoredBatch> RunAsync()
    {
        pending = packing.Pack(batch.Stats.DistinctBy(stat => stat.Uuid));
        latest = await LatestMap.ReadAsync(table, client, CancellationToken.None);
        RequireRoomForAnrs();
        for (var conflicts = 0; pending.Count > 0;)
        {
            var (sheets, changes, newBatchRow) = NextWrite();
            var result = await table.WriteAsync(changes, CancellationToken.None);
            if (result.IsDone)
                Complete(sheets, changes, result, newBatchRow);
            else if (conflicts++ < MaxConflicts)
                await ReadAgainAsync(changes.All[result.Failed].Row.Key);
            else
                throw new StorageUnavailableException("Others change this client's statistics all the time: part of the batch may be stored. Sent again, the same request completes it.");
        }

        // A UUID may stand twice in the batch: its stat is stored, and answered, once.
        return new StoredBatch([.. batch.Stats.Where(stat => stored.Remove(stat.Uuid))], written);
    }

    // Where the whole batch does not fit the client's list of ANRs, none of it is stored.
    private void RequireRoomForAnrs()
    {
        var changes = new RowChanges(StatKeys.Partition(client));
        latest!.With(pending.Select(packed => packed.Sheet)).AddTo(changes);
        if (!table.Fits(changes))
            throw new PayloadTooLargeException("The client has more ANRs than this service can hold for one client (about 20,000). Nothing was stored.");
    }

    /// <summary>The pending sheets from the first on that fit one write.</summary>
    private (IReadOnlyList<PackedSheet> Sheets, RowChanges Changes, BatchRow? BatchRow) NextWrite()
    {
        for (var count = pending.Count; ; count /= 2)
        {
            PackedSheet[] sheets = [.. pending.Take(count)];
            var (changes, newBatchRow) = ToChanges(sheets);
            if (count == 1 || table.Fits(changes))
                return (sheets, changes, newBatchRow);
        }
    }

    private (RowChanges Changes, BatchRow? BatchRow) ToChanges(IReadOnlyList<PackedSheet> sheets)
    {
        var changes = new RowChanges(StatKeys.Partition(client));
        foreach (var stat in sheets.Where(packed => packed.Sheet.Request is null).SelectMany(packed => packed.Stats))
            changes.Add(new Row(StatKeys.Guard(stat.Uuid)));
        var derived = sheets.Where(packed => packed.Sheet.Request is not null).Sum(packed => packed.Stats.Count);
        var newBatchRow = derived > 0 ? batchRow!.Change(changes, derived) : batchRow;
        foreach (var (sheet, _) in sheets)
            changes.Add(SheetRow.FromSheet(sheet));

        // While the batch is being packed, the map is not read yet; it has room of its own beside a sheet.
        latest?.With(sheets.Select(packed => packed.Sheet)).AddTo(changes);
        if (hasOutbox)
            changes.Add(OutboxRow.Create(StatKeys.Outbox(id, writes), sheets.Select(packed => packed.Sheet.Key)));
        return (changes, newBatchRow);
    }

    private void Complete(IReadOnlyList<PackedSheet> sheets, RowChanges changes, WriteResult result, BatchRow? newBatchRow)
    {
        stored.UnionWith(sheets.SelectMany(packed => packed.Stats).Select(stat => stat.Uuid));
        pending = [.. pending.Skip(sheets.Count)];
        writes++;
        written += sheets.Sum(packed => packed.Stats.Count);
        latest = latest!.With(sheets.Select(packed => packed.Sheet)).WrittenAs(RevisionOf(StatKeys.Latest));
        if (newBatchRow is not null && newBatchRow != batchRow)
            batchRow = newBatchRow with { Revision = RevisionOf(StatKeys.Batch(newBatchRow.Request)) };

        string? RevisionOf(string key) => result.Revisions[changes.All.Index().First(change => change.Item.Row.Key == key).Index];
    }

    /// <summary>After a refused write: what is stored by now is taken out of what is pending.</summary>
    /// <param name="failed">The key of the row that refused it.</param>
    private async Task ReadAgainAsync(string failed)
    {
        latest = await LatestMap.ReadAsync(table, client, CancellationToken.None);
        if (failed == StatKeys.Latest)
            return;
        var known = await FindGuardedAsync();
        if (batchRow is not null)
        {
            batchRow = await BatchRow.ReadAsync(table, client, batchRow.Request, CancellationToken.None);
            var found = await FindDerivedAsync(batchRow);
            stored.UnionWith(found);
            known.UnionWith(found);
        }

        pending = packing.Pack(pending.SelectMany(packed => packed.Stats).Where(stat => !known.Contains(stat.Uuid)));
    }

    /// <summary>The UUIDs of pending stats that the client used before.</summary>
    private async Task<HashSet<Guid>> FindGuardedAsync()
    {
        var known = new ConcurrentBag<Guid>();
        await Parallel.ForEachAsync(
            pending.Where(packed => packed.Sheet.Request is null).SelectMany(packed => packed.Stats),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelReads },
            async (stat, token) =>
            {
                if (await table.FindAsync(StatKeys.Partition(client), StatKeys.Guard(stat.Uuid), token) is not null)
                    known.Add(stat.Uuid);
            });
        return [.. known];
    }

    /// <summary>The UUIDs of the request's stats without UUIDs that are stored by this try or an earlier one.</summary>
    private async Task<IReadOnlySet<Guid>> FindDerivedAsync(BatchRow row)
    {
        if (row.Stored == batch.Derived.Count)
            return batch.Derived;
        var found = new HashSet<Guid>();
        if (row.Stored == 0)
            return found;
        foreach (var day in batch.Stats.Where(stat => batch.Derived.Contains(stat.Uuid)).Select(stat => new StatDay(stat.Type, stat.Date)).Distinct())
        {
            await foreach (var sheet in new SheetRange(client, day.Type, day.Date, day.Date).ReadAsync(table, CancellationToken.None, [SheetRow.Index, SheetRow.Request]))
            {
                if (sheet.GetGuid(SheetRow.Request) == row.Request)
                    found.UnionWith(SheetRow.ReadEntries(sheet).Select(entry => entry.Uuid));
            }
        }

        return found;
    }
}
