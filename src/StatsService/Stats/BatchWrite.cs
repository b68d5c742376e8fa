using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Stats;

/// <summary>One batch on its way into a client's partition.</summary>
internal sealed class BatchWrite
{
    // Other instances may write for the same client between our reading and our writing.
    private const int MaxConflicts = 20;

    private readonly Table table;
    private readonly Guid client;
    private readonly Guid id;
    private readonly StatBatch batch;
    private readonly bool hasOutbox;
    private readonly StatGuards guards;
    private readonly SheetPacking packing;
    private readonly HashSet<Guid> stored = [];
    private IReadOnlyList<PackedSheet> pending = [];
    private LatestMap latest = LatestMap.Empty;

    // The list of newest stats once all that is pending is written.
    private LatestMap? whole;
    private int writes;
    private int written;

    // How many sheets the last write took: the next one takes about as many.
    private int lastCount = int.MaxValue;

    public BatchWrite(Table table, Guid client, Guid id, StatBatch batch, bool hasOutbox)
    {
        this.table = table;
        this.client = client;
        this.id = id;
        this.batch = batch;
        this.hasOutbox = hasOutbox;
        guards = new StatGuards(table, client);

        // A map of any size has room beside a sheet, and one that is too large is refused by itself.
        packing = new SheetPacking(id, table, sheet => ToChanges([sheet], LatestMap.Empty));
    }

    /// <summary>Reads what is known of the client, which is one operation, and packs the batch meanwhile. Comes before <see cref="RunAsync"/>.</summary>
    /// <exception cref="PayloadTooLargeException">A stat does not fit.</exception>
    public async Task PrepareAsync()
    {
        var reading = ReadAsync();
        pending = packing.Pack(batch.Stats.DistinctBy(stat => stat.Uuid));
        await reading;
    }

    /// <summary>Stores what is not stored yet. It goes on to its end: a batch that was begun is stored whole, whoever hangs up.</summary>
    /// <exception cref="PayloadTooLargeException">The client's list of ANRs does not fit; nothing is stored.</exception>
    /// <exception cref="StorageUnavailableException">Part may be stored; the same request, sent again, completes it.</exception>
    public async Task<StoredBatch> RunAsync()
    {
        RequireRoomForAnrs();
        for (var conflicts = 0; pending.Count > 0;)
        {
            var (sheets, changes) = NextWrite();
            var result = await table.WriteAsync(changes, CancellationToken.None);
            if (result.IsDone)
                Complete(sheets, changes, result);
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
        whole = latest.With(pending.Select(packed => packed.Sheet));
        whole.AddTo(changes);
        if (!table.Fits(changes))
            throw new PayloadTooLargeException("The client has more ANRs than this service can hold for one client (about 20,000). Nothing was stored.");
    }

    /// <summary>The pending sheets from the first on that fit one write.</summary>
    private (IReadOnlyList<PackedSheet> Sheets, RowChanges Changes) NextWrite()
    {
        for (var count = (int)Math.Min(pending.Count, lastCount * 2L); ; count /= 2)
        {
            PackedSheet[] sheets = [.. pending.Take(count)];
            var next = sheets.Length == pending.Count && whole is not null ? whole : latest.With(sheets.Select(packed => packed.Sheet));
            var changes = ToChanges(sheets, next);
            if (count == 1 || table.Fits(changes))
                return (sheets, changes);
        }
    }

    private RowChanges ToChanges(IReadOnlyList<PackedSheet> sheets, LatestMap next)
    {
        var changes = new RowChanges(StatKeys.Partition(client));
        guards.Add(sheets.SelectMany(packed => packed.Stats).Select(stat => stat.Uuid), changes);
        foreach (var (sheet, _) in sheets)
            changes.Add(SheetRow.FromSheet(sheet));
        next.AddTo(changes);
        if (hasOutbox)
            changes.Add(OutboxRow.Create(StatKeys.Outbox(id, writes), sheets.Select(packed => packed.Sheet.Key)));
        return changes;
    }

    private void Complete(IReadOnlyList<PackedSheet> sheets, RowChanges changes, WriteResult result)
    {
        stored.UnionWith(sheets.SelectMany(packed => packed.Stats).Select(stat => stat.Uuid));
        pending = [.. pending.Skip(sheets.Count)];
        whole = null;
        lastCount = sheets.Count;
        writes++;
        written += sheets.Sum(packed => packed.Stats.Count);
        latest = latest.With(sheets.Select(packed => packed.Sheet)).TakeOver(changes, result);
        guards.TakeOver(changes, result);
    }

    private async Task ReadAsync() => latest = await LatestMap.ReadAsync(table, client, CancellationToken.None);

    /// <summary>After a refused write: what is stored by now is taken out of what is pending.</summary>
    /// <param name="failed">The key of the row that refused it.</param>
    private async Task ReadAgainAsync(string failed)
    {
        await ReadAsync();
        whole = null;
        if (failed == StatKeys.Latest)
            return;
        var known = await guards.FindStoredAsync([.. pending.SelectMany(packed => packed.Stats).Select(stat => stat.Uuid)], CancellationToken.None);

        // What came without UUIDs was stored by an earlier try of this same request, which this call completes.
        stored.UnionWith(known.Where(batch.Unnamed.Contains));
        pending = packing.Pack(pending.SelectMany(packed => packed.Stats).Where(stat => !known.Contains(stat.Uuid)));
    }
}
