using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>Collects what goes out of the sheets of one type until a write is full, and writes it.</summary>
internal sealed class RemovalWrite(Table table, SheetRange range, StatSelection selection, IReadOnlySet<StatDay> days)
{
    private readonly List<Removal> part = [];
    private readonly Dictionary<Guid, BatchRow> batchRows = [];
    private LatestMap? latest;
    private Dictionary<Guid, string>? staying;

    /// <returns>False where another writer came between.</returns>
    public async Task<bool> AddAsync(Removal removal, CancellationToken cancellationToken)
    {
        if (part.Count > 0 && !table.Fits(ToChanges([.. part, removal], null, [])) && !await SubmitAsync(cancellationToken))
            return false;
        part.Add(removal);
        return true;
    }

    /// <inheritdoc cref="AddAsync"/>
    public async Task<bool> SubmitAsync(CancellationToken cancellationToken)
    {
        if (part.Count == 0)
            return true;
        latest ??= await LatestMap.ReadAsync(table, range.Client, cancellationToken);
        if (part.Any(removal => removal.Unreferenced(latest).Any()))
            staying ??= await FindStayingAsync(cancellationToken);
        foreach (var request in part.Select(removal => removal.Sheet.Request).OfType<Guid>().Distinct().Where(request => !batchRows.ContainsKey(request)))
            batchRows[request] = await BatchRow.ReadAsync(table, range.Client, request, cancellationToken);

        // The map is written even where it stays as it is: its revision keeps two removals from pointing to what the other takes away.
        var next = latest.Without(part.SelectMany(removal => removal.Unreferenced(latest)), anr => staying?.GetValueOrDefault(anr));
        var changedRows = new Dictionary<Guid, BatchRow>();
        var changes = ToChanges(part, next, changedRows);
        var result = await table.WriteAsync(changes, cancellationToken);
        if (!result.IsDone)
            return false;
        latest = next.WrittenAs(RevisionOf(StatKeys.Latest));
        foreach (var (request, row) in changedRows)
            batchRows[request] = row with { Revision = row.Stored > 0 ? RevisionOf(StatKeys.Batch(request)) : null };
        part.Clear();
        return true;

        string? RevisionOf(string key) => result.Revisions[changes.All.Index().First(change => change.Item.Row.Key == key).Index];
    }

    /// <param name="next">Null: while it is only asked whether the changes fit, which a map of any size does beside them.</param>
    /// <param name="changedRows">Gets the rows of requests as they are once the write is done.</param>
    private RowChanges ToChanges(IReadOnlyList<Removal> removals, LatestMap? next, Dictionary<Guid, BatchRow> changedRows)
    {
        var changes = new RowChanges(StatKeys.Partition(range.Client));
        foreach (var removal in removals)
            removal.AddTo(changes);
        foreach (var request in removals.Where(removal => removal.Sheet.Request is not null).GroupBy(removal => removal.Sheet.Request!.Value))
        {
            if (batchRows.TryGetValue(request.Key, out var row) && row.Revision is not null)
                changedRows[request.Key] = row.Change(changes, -request.Sum(removal => removal.Count));
        }

        next?.AddTo(changes);
        return changes;
    }

    /// <summary>For each ANR the sheet with the newest stat that stays. Read after the latest map, whose revision then tells whether it is still so.</summary>
    private async Task<Dictionary<Guid, string>> FindStayingAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, string>();
        await foreach (var row in (range with { From = DateOnly.MinValue, To = DateOnly.MaxValue }).ReadAsync(table, cancellationToken, [SheetRow.Index]))
        {
            var isMeant = days.Contains(StatKeys.Parse(row.Key));
            foreach (var entry in SheetRow.ReadEntries(row).Where(entry => !isMeant || !selection.Includes(entry)))
                found[entry.Anr] = row.Key;
        }

        return found;
    }
}
