using StatsService.Queries;
using StatsService.Stats;

namespace StatsService.Forwarding;

/// <summary>Outbox entries that are sent together, with what is left of their sheets.</summary>
/// <remarks>An entry holds at most a storage transaction, so fewer than 100 stats.</remarks>
internal sealed class OutboxBatch
{
    private readonly List<(OutboxEntry Entry, IReadOnlyList<Sheet> Sheets)> entries = [];
    private readonly SheetBatch sheets = new();

    public IReadOnlyList<SelectedStat> Stats => sheets.Stats;

    public bool IsEmpty => entries.Count == 0;

    public DateTimeOffset OldestArrival => entries[0].Entry.ArrivedAt;

    public bool HasRoomFor(IReadOnlyList<Sheet> added) => entries.Count < ForwardingStore.MaxProgress && sheets.HasRoomFor(added);

    /// <param name="found">Those of the entry's sheets that are still there: what was deleted is not sent.</param>
    public void Add(OutboxEntry entry, IReadOnlyList<Sheet> found)
    {
        entries.Add((entry, found));
        sheets.Add(found);
    }

    /// <summary>How far each entry is when some of <see cref="Stats"/> are done with.</summary>
    /// <param name="done">How many, counted from the first.</param>
    public IReadOnlyList<OutboxProgress> ProgressAfter(int done)
    {
        var progress = new List<OutboxProgress>();
        foreach (var (entry, found) in entries)
        {
            var waiting = found.SkipWhile(sheet => (done -= sheet.Entries.Count) >= 0).Select(sheet => sheet.Key).ToList();
            if (waiting.Count == 0 || waiting.Count < found.Count)
                progress.Add(new OutboxProgress(entry, waiting));
            if (waiting.Count > 0)
                break;
        }

        return progress;
    }
}
