using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>Collects what goes out of the sheets of one type until a write is full, and writes it.</summary>
internal sealed class RemovalWrite(Table table, SheetRange range, StatSelection selection, IReadOnlySet<StatDay> days)
{
    private readonly StatGuards guards = new(table, range.Client);
    private readonly List<Removal> part = [];
    private LatestMap? latest;
    private Dictionary<Guid, string>? staying;

    /// <returns>False where another writer came between.</returns>
    public async Task<bool> AddAsync(Removal removal, CancellationToken cancellationToken)
    {
        if (latest is null)
        {
            latest = await LatestMap.ReadAsync(table, range.Client, cancellationToken);
            await guards.ReadRequestsAsync(cancellationToken);
        }

        if (part.Count > 0 && !table.Fits(ToChanges([.. part, removal], LatestMap.Empty)) && !await SubmitAsync(cancellationToken))
            return false;
        part.Add(removal);
        return true;
    }

    /// <summary>Writes what was collected.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public async Task<bool> SubmitAsync(CancellationToken cancellationToken)
    {
        var isDone = part.Count == 0 || await SubmitAsync(part, latest!, cancellationToken);
        part.Clear();
        return isDone;
    }

    private async Task<bool> SubmitAsync(List<Removal> removals, LatestMap before, CancellationToken cancellationToken)
    {
        if (removals.Any(removal => removal.Unreferenced(before).Any()))
            staying ??= await FindStayingAsync(cancellationToken);

        // The map is written even where it stays as it is: its revision keeps two removals from pointing to what the other takes away.
        var next = before.Without(removals.SelectMany(removal => removal.Unreferenced(before)), anr => staying?.GetValueOrDefault(anr));
        var changes = ToChanges(removals, next);
        if (removals.Count > 1 && !table.Fits(changes))
        {
            // Beside the map of a client with many ANRs there is less room.
            var half = removals.Count / 2;
            return await SubmitAsync(removals[..half], before, cancellationToken) && await SubmitAsync(removals[half..], latest!, cancellationToken);
        }

        var result = await table.WriteAsync(changes, cancellationToken);
        if (!result.IsDone)
            return false;
        latest = next.TakeOver(changes, result);
        guards.TakeOver(changes, result);
        return true;
    }

    private RowChanges ToChanges(IReadOnlyList<Removal> removals, LatestMap next)
    {
        var changes = new RowChanges(StatKeys.Partition(range.Client));
        guards.Remove(removals.SelectMany(removal => removal.Uuids), changes);
        foreach (var removal in removals)
            removal.AddTo(changes);
        next.AddTo(changes);
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
