using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>What goes out of one sheet.</summary>
internal sealed class Removal(Sheet sheet, string revision, IReadOnlyList<SheetEntry> removed)
{
    // Made once: it is compressed anew.
    private readonly Row? rest = removed.Count == sheet.Entries.Count ? null : SheetRow.FromSheet(Rest(sheet, removed));

    public Sheet Sheet => sheet;

    public int Count => removed.Count;

    /// <summary>The ANRs whose newest stat is among those that go.</summary>
    public IEnumerable<(Guid Anr, StatType Type)> Unreferenced(LatestMap latest)
    {
        var remaining = sheet.Entries.Except(removed).Select(entry => entry.Anr).ToHashSet();
        return removed.Select(entry => entry.Anr).Distinct()
            .Where(anr => !remaining.Contains(anr) && latest.PointsTo(anr, sheet.Type, sheet.Key))
            .Select(anr => (anr, sheet.Type));
    }

    public void AddTo(RowChanges changes)
    {
        if (sheet.Request is null)
        {
            foreach (var entry in removed)
                changes.DeleteAny(StatKeys.Guard(entry.Uuid));
        }

        if (rest is null)
            changes.Delete(sheet.Key, revision);
        else
            changes.Replace(rest, revision);
    }

    private static Sheet Rest(Sheet sheet, IReadOnlyList<SheetEntry> removed)
    {
        var uuids = removed.Select(entry => entry.Uuid).ToHashSet();
        Stat[] stats = [.. sheet.ReadStats().Where(stat => !uuids.Contains(stat.Uuid))];
        return Sheet.Create(new StatDay(sheet.Type, sheet.Date), sheet.Key, stats) with { Request = sheet.Request };
    }
}
