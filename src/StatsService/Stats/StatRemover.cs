using StatsService.Tallies;
using Azure;
using Azure.Data.Tables;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>Takes stats out of their sheets, with all that belongs to them.</summary>
/// <remarks>
/// Sheets are rewritten from the oldest to the newest, several in a transaction, each with the guards that go, the
/// mark of its day, and the latest map: whatever is interrupted leaves whole stats, and the same call completes it.
/// </remarks>
internal sealed class StatRemover(StorageTables tables, PartitionLocks locks)
{
    private const int MaxEntities = 100;
    private const int MaxBytes = 2_500_000;
    private const int MaxConflicts = 20;

    public async Task<IReadOnlyList<ChangedDay>> RemoveAsync(Guid client, StatSelection selection, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        using var turn = await locks.EnterAsync(client, cancellationToken);
        var changed = new Dictionary<(StatType, DateOnly), ChangedDay>();
        foreach (var type in StatTypes.All.Where(selection.Includes))
        {
            for (var conflicts = 0; !await TryRemoveAsync(table, client, type, selection, changed, cancellationToken);)
            {
                if (conflicts++ == MaxConflicts)
                    throw new StorageUnavailableException("Others change this client's statistics all the time: part of them is deleted; the same call completes it.");
            }
        }

        return [.. changed.Values];
    }

    /// <returns>False where another writer came between: the sheets and the latest map have to be read again.</returns>
    private static async Task<bool> TryRemoveAsync(
        TableClient table, Guid client, StatType type, StatSelection selection,
        Dictionary<(StatType, DateOnly), ChangedDay> changed, CancellationToken cancellationToken)
    {
        var part = new List<Removal>();
        LatestMap? latest = null;
        Dictionary<Guid, string>? staying = null;
        await foreach (var row in StatRange.QueryAsync(table, client, type, selection.From, selection.To, cancellationToken))
        {
            var sheet = SheetRow.FromEntity(row);
            SheetEntry[] removed = [.. sheet.Entries.Where(selection.Includes)];
            if (removed.Length == 0)
                continue;
            var removal = new Removal(sheet, row.ETag, removed);
            if (part.Sum(other => other.Entities) + removal.Entities + 1 > MaxEntities
                || part.Sum(other => other.Bytes) + removal.Bytes > MaxBytes)
            {
                if (!await SubmitAsync())
                    return false;
                part.Clear();
            }

            part.Add(removal);
        }

        return part.Count == 0 || await SubmitAsync();

        async Task<bool> SubmitAsync()
        {
            latest ??= await LatestMap.ReadAsync(table, client, cancellationToken);
            if (selection.MayLeaveOlder && part.Any(removal => Unreferenced(removal, latest).Any()))
                staying ??= await FindStayingAsync(table, client, type, selection, cancellationToken);
            var transaction = new RemovalTransaction(client, part, latest, staying);
            try
            {
                var responses = await table.SubmitTransactionAsync(transaction.Actions, cancellationToken);
                latest = transaction.Complete(responses.Value, changed);
                return true;
            }
            catch (TableTransactionFailedException exception) when (exception.Status is 404 or 409 or 412)
            {
                return false;
            }
            catch (TableTransactionFailedException exception)
            {
                throw new StorageUnavailableException("The storage refused a transaction: a part may be deleted; deleting again completes it.", exception);
            }
        }
    }

    /// <summary>For each ANR the sheet with the newest stat that stays, of those until the selection's end. Read after the latest map, whose ETag then tells whether it is still so.</summary>
    private static async Task<Dictionary<Guid, string>> FindStayingAsync(
        TableClient table, Guid client, StatType type, StatSelection selection, CancellationToken cancellationToken)
    {
        var staying = new Dictionary<Guid, string>();
        await foreach (var row in StatRange.QueryAsync(
            table, client, type, DateOnly.MinValue, selection.To, cancellationToken, [nameof(TableEntity.RowKey), SheetRow.Index]))
        {
            var isMeant = StatKeys.Parse(row.RowKey).Date >= selection.From;
            foreach (var entry in SheetRow.ReadEntries(row).Where(entry => !isMeant || !selection.Includes(entry)))
                staying[entry.Anr] = row.RowKey;
        }

        return staying;
    }

    /// <summary>ANRs whose newest stat is among those that go.</summary>
    private static IEnumerable<(Guid Anr, StatType Type)> Unreferenced(Removal removal, LatestMap latest)
    {
        var remaining = removal.Sheet.Entries.Except(removal.Entries).Select(entry => entry.Anr).ToHashSet();
        return removal.Entries.Select(entry => entry.Anr).Distinct()
            .Where(anr => !remaining.Contains(anr) && latest.PointsTo(anr, removal.Sheet.Type, removal.Sheet.Key))
            .Select(anr => (anr, removal.Sheet.Type));
    }

    /// <summary>What goes out of one sheet.</summary>
    private sealed record Removal(Sheet Sheet, ETag ETag, IReadOnlyList<SheetEntry> Entries)
    {
        public int Entities => Entries.Count + 2;

        public int Bytes => Sheet.Compressed.Length * 4 / 3;
    }

    private sealed class RemovalTransaction
    {
        private readonly Guid client;
        private readonly LatestMap latest;
        private readonly List<TableTransactionAction> actions = [];
        private readonly Dictionary<(StatType Type, DateOnly Date), int> marks = [];
        private readonly int latestIndex;

        /// <param name="staying">Null: nothing that is older stays.</param>
        public RemovalTransaction(Guid client, IReadOnlyList<Removal> removals, LatestMap latest, Dictionary<Guid, string>? staying)
        {
            this.client = client;
            foreach (var removal in removals)
                Rewrite(removal);
            this.latest = latest.Without(removals.SelectMany(removal => Unreferenced(removal, latest)), anr => staying?.GetValueOrDefault(anr));
            // Even unchanged: its ETag keeps two removals from pointing to what the other takes away.
            latestIndex = actions.Count;
            actions.Add(this.latest.ToAction());
            foreach (var day in removals.Select(removal => (removal.Sheet.Type, removal.Sheet.Date)).Where(day => day.Type.HasTallies()).Distinct())
            {
                marks[day] = actions.Count;
                actions.Add(StatTransaction.MarkAction(client, day.Type, day.Date));
            }
        }

        public IReadOnlyList<TableTransactionAction> Actions => actions;

        public LatestMap Complete(IReadOnlyList<Response> responses, Dictionary<(StatType, DateOnly), ChangedDay> changed)
        {
            foreach (var (day, index) in marks)
                changed[day] = new ChangedDay(client, day.Type, day.Date, responses[index].Headers.ETag?.ToString("H") ?? "");
            return latest.WrittenAs(responses[latestIndex].Headers.ETag);
        }

        private void Rewrite(Removal removal)
        {
            var (sheet, etag, entries) = removal;
            var partition = StatKeys.Partition(client);
            foreach (var entry in entries)
                Delete(StatKeys.Guard(entry.Uuid), ETag.All);
            if (entries.Count == sheet.Entries.Count)
            {
                Delete(sheet.Key, etag);
                return;
            }

            var text = sheet.Decompress();
            var rest = sheet.Entries.Except(entries)
                .Select(entry => new Stat(entry.Uuid, entry.Anr, sheet.Type, sheet.Date, text.AsMemory(entry.Offset, entry.Length)));
            var rewritten = Sheet.Create(sheet.Type, sheet.Date, sheet.Key, [.. rest]);
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpdateReplace, SheetRow.ToEntity(client, rewritten), etag));

            void Delete(string key, ETag match) =>
                actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, key), match));
        }
    }
}
