using StatsService.Stats;

namespace StatsService.Queries;

/// <summary>Reads the data of selected stats, with few sheets decompressed at a time.</summary>
public static class SheetTexts
{
    // An admin's answer goes through the sheets of all clients by ANR: they stay decompressed up to this size.
    private const int MaxBytes = 64 * 1024 * 1024;

    public static IEnumerable<Stat> Read(IEnumerable<SelectedStat> selected)
    {
        var texts = new Dictionary<Sheet, byte[]>(ReferenceEqualityComparer.Instance);
        var bytes = 0L;
        DateOnly? date = null;
        foreach (var stat in selected)
        {
            if (stat.Sheet.Date != date || bytes > MaxBytes)
            {
                texts.Clear();
                bytes = 0;
                date = stat.Sheet.Date;
            }

            if (!texts.TryGetValue(stat.Sheet, out var text))
            {
                texts[stat.Sheet] = text = stat.Sheet.Decompress();
                bytes += text.Length;
            }

            var entry = stat.Entry;
            yield return new Stat(entry.Uuid, entry.Anr, stat.Sheet.Type, stat.Sheet.Date, text.AsMemory(entry.Offset, entry.Length));
        }
    }
}
