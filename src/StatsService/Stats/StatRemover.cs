using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>Takes stats out of their sheets, with all that belongs to them.</summary>
/// <remarks>
/// Sheets are rewritten from the oldest to the newest, several in a write, each with their guards and the
/// latest map. Whatever is interrupted leaves whole stats, and the same call completes it. Where the newest
/// stat of an ANR is removed, the newest of those that stay takes its place.
/// </remarks>
public sealed class StatRemover(StorageEngine storage)
{
    private const int MaxConflicts = 20;

    private readonly Table table = storage.Table(TableNames.Stats);

    /// <param name="days">The days that were announced to change: stats of other days stay, even if the selection means them.</param>
    public async Task RemoveAsync(Guid client, StatSelection selection, IReadOnlySet<StatDay> days, CancellationToken cancellationToken)
    {
        foreach (var type in days.Select(day => day.Type).Distinct())
        {
            DateOnly[] dates = [.. days.Where(day => day.Type == type).Select(day => day.Date).Order()];
            var range = new SheetRange(client, type, dates[0], dates[^1]);
            for (var conflicts = 0; !await TryRemoveAsync(range, selection, days, cancellationToken);)
            {
                if (conflicts++ == MaxConflicts)
                    throw new StorageUnavailableException("Others change this client's statistics all the time: part of them is deleted; the same call completes it.");
            }
        }
    }

    /// <returns>False where another writer came between: the sheets and the latest map have to be read again.</returns>
    private async Task<bool> TryRemoveAsync(SheetRange range, StatSelection selection, IReadOnlySet<StatDay> days, CancellationToken cancellationToken)
    {
        var write = new RemovalWrite(table, range, selection, days);
        await foreach (var row in range.ReadAsync(table, cancellationToken))
        {
            var sheet = SheetRow.ToSheet(row);
            SheetEntry[] removed = days.Contains(new StatDay(sheet.Type, sheet.Date)) ? [.. sheet.Entries.Where(selection.Includes)] : [];
            if (removed.Length > 0 && !await write.AddAsync(new Removal(sheet, row.Revision!, removed), cancellationToken))
                return false;
        }

        return await write.SubmitAsync(cancellationToken);
    }
}
