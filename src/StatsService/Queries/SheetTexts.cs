using StatsService.Stats;

namespace StatsService.Queries;

/// <summary>Reads the data of selected stats, with few sheets decompressed at a time.</summary>
public static class SheetTexts
{
    // An administrator's answer goes through the sheets of all clients by ANR: they stay decompressed up to this size.
    private const int MaxBytes = 64 * 1024 * 1024;

    public static IEnumerable<Stat> Read(IEnumerable<SelectedStat> selected)
    {
        var sheets = new Dictionary<Sheet, IReadOnlyList<Stat>>(ReferenceEqualityComparer.Instance);
        var bytes = 0L;
        DateOnly? date = null;
        foreach (var (sheet, index) in selected)
        {
            if (sheet.Date != date || bytes > MaxBytes)
            {
                sheets.Clear();
                bytes = 0;
                date = sheet.Date;
            }

            if (!sheets.TryGetValue(sheet, out var stats))
            {
                sheets[sheet] = stats = [.. sheet.ReadStats()];
                bytes += sheet.TextLength;
            }

            yield return stats[index];
        }
    }
}
