using StatsService.Queries;
using StatsService.Stats;

namespace StatsService.Forwarding;

/// <summary>Sheets that are sent together; they stay compressed until then.</summary>
internal sealed class SheetBatch
{
    private const int MaxStats = 500;
    private readonly List<SelectedStat> stats = [];
    private long bytes;

    /// <summary>By sheet, in the order in which they were added.</summary>
    public IReadOnlyList<SelectedStat> Stats => stats;

    /// <summary>Whether the sheets fit a body beside those that are here; what is larger than a body is cut when it is sent.</summary>
    public bool HasRoomFor(IReadOnlyList<Sheet> sheets) =>
        stats.Count == 0
        || (stats.Count + sheets.Sum(sheet => sheet.Entries.Count) <= MaxStats && bytes + StatsOf(sheets).Sum(Delivery.BytesOf) <= Delivery.MaxBodyBytes);

    public void Add(IReadOnlyList<Sheet> sheets)
    {
        stats.AddRange(StatsOf(sheets));
        bytes += StatsOf(sheets).Sum(Delivery.BytesOf);
    }

    private static IEnumerable<SelectedStat> StatsOf(IReadOnlyList<Sheet> sheets) =>
        sheets.SelectMany(SelectedStat.AllOf);
}
