using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Stats;

/// <summary>A sheet to be stored, with the stats it is made of.</summary>
internal sealed record PackedSheet(Sheet Sheet, IReadOnlyList<Stat> Stats);

/// <summary>Lays a batch out in sheets, each of which can be stored by itself with all that belongs to it.</summary>
/// <remarks>
/// The sheets of type <c>risk</c> come last. MONARC takes a day for sent when it finds risks of that day, so these must not be there
/// before the rest is.
/// </remarks>
/// <param name="batch">The batch in the sheets' keys.</param>
/// <param name="toChanges">Makes what is written for one sheet: itself with all that belongs to it.</param>
internal sealed class SheetPacking(Guid batch, Table table, Func<PackedSheet, RowChanges> toChanges)
{
    /// <summary>Uncompressed, so that reading a sheet takes bounded memory; also the most that one stat may have.</summary>
    public const int MaxTextBytes = 8 * 1024 * 1024;

    // Sheets of one batch are told apart by their numbers, also where what is left of it is packed again.
    private int number;

    /// <param name="stats">Those of the batch that are to be stored.</param>
    /// <exception cref="PayloadTooLargeException">A stat fits no sheet.</exception>
    public IReadOnlyList<PackedSheet> Pack(IEnumerable<Stat> stats)
    {
        var sheets = new List<PackedSheet>();
        foreach (var day in stats.GroupBy(stat => new StatDay(stat.Type, stat.Date)).OrderBy(day => day.Key.Type == StatType.Risk))
        {
            foreach (var part in Cut(day))
                Add(day.Key, part, sheets);
        }

        return sheets;
    }

    private static IEnumerable<List<Stat>> Cut(IEnumerable<Stat> stats)
    {
        var part = new List<Stat>();
        var bytes = 0;
        foreach (var stat in stats)
        {
            if (part.Count > 0 && bytes + stat.Data.Length > MaxTextBytes)
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

    private void Add(StatDay day, List<Stat> stats, List<PackedSheet> sheets)
    {
        if (stats is [{ Data.Length: > MaxTextBytes } large])
            throw TooLarge(large, $"{MaxTextBytes / 1024 / 1024} MiB of JSON");
        var packed = new PackedSheet(Sheet.Create(day, StatKeys.Sheet(day, batch, number), stats), stats);
        if (table.Fits(toChanges(packed)))
        {
            number++;
            sheets.Add(packed);
        }
        else if (stats is [var single])
        {
            throw TooLarge(single, $"{table.MaxRowBytes / 1024} KiB after compression");
        }
        else
        {
            var half = stats.Count / 2;
            Add(day, stats[..half], sheets);
            Add(day, stats[half..], sheets);
        }
    }

    private static PayloadTooLargeException TooLarge(Stat stat, string limit) =>
        new($"The data of the {stat.Type.Name()} stat of ANR {stat.Anr} of {stat.Date.ToWire()} exceeds {limit}. Nothing of the batch was stored.");
}
