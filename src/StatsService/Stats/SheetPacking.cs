using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Stats;

/// <summary>A sheet to be stored, with the stats it is made of.</summary>
internal sealed record PackedSheet(Sheet Sheet, IReadOnlyList<Stat> Stats);

/// <summary>Lays a batch out in sheets that each fit an entity and, with their guards, a transaction.</summary>
internal sealed class SheetPacking(Guid batch)
{
    /// <summary>A sheet's guards, itself, the latest map, a mark and an outbox row stay within a transaction's 100 entities.</summary>
    public const int MaxStats = 90;

    /// <summary>Uncompressed, so that reading a sheet takes bounded memory; also the most that one stat may have.</summary>
    public const int MaxTextBytes = 8 * 1024 * 1024;

    private int number;

    /// <exception cref="PayloadTooLargeException">A stat fits no sheet.</exception>
    public IReadOnlyList<PackedSheet> Pack(IEnumerable<Stat> stats)
    {
        var sheets = new List<PackedSheet>();
        foreach (var day in stats.GroupBy(stat => (stat.Type, stat.Date)))
        {
            foreach (var part in Cut(day))
                Add(day.Key.Type, day.Key.Date, part, sheets);
        }

        return sheets;
    }

    private static IEnumerable<List<Stat>> Cut(IEnumerable<Stat> stats)
    {
        var part = new List<Stat>();
        var bytes = 0;
        foreach (var stat in stats)
        {
            if (part.Count == MaxStats || (part.Count > 0 && bytes + stat.Data.Length > MaxTextBytes))
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(stat);
            bytes += stat.Data.Length;
        }

        yield return part;
    }

    private void Add(StatType type, DateOnly date, IReadOnlyList<Stat> stats, List<PackedSheet> sheets)
    {
        if (stats is [{ Data.Length: > MaxTextBytes } large])
            throw TooLarge(large, $"{MaxTextBytes / 1024 / 1024} MiB of JSON");
        var sheet = Sheet.Create(type, date, StatKeys.Sheet(type, date, batch, number), stats);
        if (sheet.Compressed.Length <= BinaryProperties.MaxBytes)
        {
            number++;
            sheets.Add(new PackedSheet(sheet, stats));
        }
        else if (stats is [var single])
        {
            throw TooLarge(single, $"{BinaryProperties.MaxBytes / 1024} KiB after compression");
        }
        else
        {
            var half = stats.Count / 2;
            Add(type, date, [.. stats.Take(half)], sheets);
            Add(type, date, [.. stats.Skip(half)], sheets);
        }
    }

    private static PayloadTooLargeException TooLarge(Stat stat, string limit) =>
        new($"The data of the {stat.Type.Name()} stat of ANR {stat.Anr} of {stat.Date.ToWire()} exceeds {limit}. Nothing of the batch was stored.");
}
