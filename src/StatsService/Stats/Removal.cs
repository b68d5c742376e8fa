using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>What goes out of one sheet.</summary>
internal sealed class Removal
{
    private readonly Sheet sheet;
    private readonly string revision;
    private readonly IReadOnlyList<SheetEntry> removed;
    private readonly Row? rest;

    /// <param name="revision">That under which the sheet was read.</param>
    /// <param name="removed">Of the sheet's stats; at least one.</param>
    public Removal(Sheet sheet, string revision, IReadOnlyList<SheetEntry> removed)
    {
        this.sheet = sheet;
        this.revision = revision;
        this.removed = removed;

        // Made once, as it is compressed anew, and read more often.
        rest = removed.Count == sheet.Entries.Count ? null : SheetRow.FromSheet(Rest());
    }

    public IEnumerable<Guid> Uuids => removed.Select(entry => entry.Uuid);

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
        if (rest is null)
            changes.Delete(sheet.Key, revision);
        else
            changes.Replace(rest, revision);
    }

    private Sheet Rest()
    {
        var uuids = Uuids.ToHashSet();
        return Sheet.Create(new StatDay(sheet.Type, sheet.Date), sheet.Key, [.. sheet.ReadStats().Where(stat => !uuids.Contains(stat.Uuid))]);
    }
}
