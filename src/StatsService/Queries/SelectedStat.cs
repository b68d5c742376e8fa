using StatsService.Stats;

namespace StatsService.Queries;

/// <summary>A stat in its sheet, whose text is decompressed only when it is needed.</summary>
public sealed record SelectedStat(Sheet Sheet, int Index)
{
    public SheetEntry Entry => Sheet.Entries[Index];

    /// <summary>By day, then ANR, then arrival.</summary>
    public static IComparer<SelectedStat> Order { get; } = Comparer<SelectedStat>.Create(static (x, y) =>
    {
        var order = x.Sheet.Date.CompareTo(y.Sheet.Date);
        if (order == 0)
            order = x.Entry.Anr.CompareTo(y.Entry.Anr);
        if (order == 0)
            order = string.CompareOrdinal(x.Sheet.Key, y.Sheet.Key);
        return order == 0 ? x.Index.CompareTo(y.Index) : order;
    });

    public static IEnumerable<SelectedStat> AllOf(Sheet sheet) => sheet.Entries.Select((_, index) => new SelectedStat(sheet, index));
}
