using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Queries;

/// <summary>Reads the data of selected stats, with few sheets decompressed at a time.</summary>
public static class SheetTexts
{
    // An administrator's answer goes through the sheets of all clients by ANR: they stay decompressed up to this size.
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The stats in the order given, for who is done with each before the next is asked for: their data lie in buffers of the pool.</summary>
    public static IEnumerable<Stat> Read(IReadOnlyCollection<SelectedStat> selected)
    {
        var lengths = Lengths(selected);
        var texts = new Dictionary<Sheet, byte[]>(ReferenceEqualityComparer.Instance);
        var bytes = 0L;
        DateOnly? date = null;
        try
        {
            foreach (var stat in selected)
            {
                var sheet = stat.Sheet;
                if (sheet.Date != date || bytes > MaxBytes)
                {
                    Return(texts);
                    bytes = 0;
                    date = sheet.Date;
                }

                if (!texts.TryGetValue(sheet, out var text))
                {
                    var length = lengths[sheet];
                    texts[sheet] = text = BufferPool.Rent(length);
                    sheet.Decompress(text.AsSpan(0, length));
                    bytes += length;
                }

                yield return sheet.ToStat(stat.Entry, text);
            }
        }
        finally
        {
            Return(texts);
        }
    }

    /// <summary>How much of each sheet's text is needed: up to the last stat that is selected.</summary>
    private static Dictionary<Sheet, int> Lengths(IReadOnlyCollection<SelectedStat> selected)
    {
        var lengths = new Dictionary<Sheet, int>(ReferenceEqualityComparer.Instance);
        foreach (var stat in selected)
            lengths[stat.Sheet] = Math.Max(lengths.GetValueOrDefault(stat.Sheet), stat.Entry.Offset + stat.Entry.Length);
        return lengths;
    }

    private static void Return(Dictionary<Sheet, byte[]> texts)
    {
        foreach (var text in texts.Values)
            BufferPool.Return(text);
        texts.Clear();
    }
}
