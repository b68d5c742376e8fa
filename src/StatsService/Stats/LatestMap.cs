using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>Which sheet holds each ANR's newest stat of each type: one row a client, so that the newest are found without looking at history.</summary>
internal sealed class LatestMap
{
    // Stands in the row, so that a later form can be told from this one.
    private const int Version = 1;
    private const string Data = "Data";
    private readonly Dictionary<(Guid Anr, StatType Type), string> sheets;
    private readonly string? revision;

    // Made once, although it is asked for to see whether it fits and again to be written.
    private Row? row;

    private LatestMap(Dictionary<(Guid Anr, StatType Type), string> sheets, string? revision)
    {
        this.sheets = sheets;
        this.revision = revision;
    }

    /// <summary>That of a client without stats.</summary>
    public static LatestMap Empty { get; } = new([], null);

    public IEnumerable<LatestStat> Stats => sheets.Select(pair => new LatestStat(pair.Key.Anr, pair.Key.Type, StatKeys.Parse(pair.Value).Date, pair.Value));

    public static async Task<LatestMap> ReadAsync(Table table, Guid client, CancellationToken cancellationToken) =>
        await table.FindAsync(StatKeys.Partition(client), StatKeys.Latest, cancellationToken) is { } row ? Read(row) : Empty;

    public bool HasAny(IReadOnlySet<Guid> anrs) => sheets.Keys.Any(key => anrs.Contains(key.Anr));

    public bool PointsTo(Guid anr, StatType type, string sheetKey) => sheets.GetValueOrDefault((anr, type)) == sheetKey;

    /// <summary>The map after the sheets were added; this one stays as it was, as a write may fail.</summary>
    public LatestMap With(IEnumerable<Sheet> added)
    {
        var map = new LatestMap(new(sheets), revision);
        foreach (var sheet in added)
        {
            foreach (var entry in sheet.Entries)
            {
                if (string.CompareOrdinal(sheet.Key, map.sheets.GetValueOrDefault((entry.Anr, sheet.Type))) >= 0)
                    map.sheets[(entry.Anr, sheet.Type)] = sheet.Key;
            }
        }

        return map;
    }

    /// <summary>The map after the newest stats of some ANRs went.</summary>
    /// <param name="next">The sheet with the ANR's newest stat that stays; null: none does.</param>
    public LatestMap Without(IEnumerable<(Guid Anr, StatType Type)> removed, Func<Guid, string?> next)
    {
        var map = new LatestMap(new(sheets), revision);
        foreach (var key in removed)
        {
            if (next(key.Anr) is { } sheet)
                map.sheets[key] = sheet;
            else
                map.sheets.Remove(key);
        }

        return map;
    }

    /// <summary>The map with the revision under which a write that was done wrote it.</summary>
    public LatestMap TakeOver(RowChanges changes, WriteResult result) =>
        new(sheets, result.Revisions[changes.All.Index().First(change => change.Item.Row.Key == StatKeys.Latest).Index]);

    /// <summary>Writes the map where it is still as it was read.</summary>
    public void AddTo(RowChanges changes) => changes.AddOrReplace(row ??= ToRow(), revision);

    // UUIDs don't compress, so each ANR stands there once, with the numbers of its sheets, type by type.
    private Row ToRow()
    {
        string[] keys = [.. sheets.Values.Distinct().Order(StringComparer.Ordinal)];
        var numbers = keys.Index().ToDictionary(key => key.Item, key => key.Index + 1);
        var bytes = CompressedRecord.Write(writer =>
        {
            writer.Write7BitEncodedInt(Version);

            // By name, so that the row can still be read when there are more types.
            writer.Write7BitEncodedInt(StatTypes.All.Count);
            foreach (var type in StatTypes.All)
                writer.Write(type.Name());
            writer.Write7BitEncodedInt(keys.Length);
            foreach (var key in keys)
                writer.Write(key);
            Guid[] anrs = [.. sheets.Keys.Select(key => key.Anr).Distinct()];
            writer.Write7BitEncodedInt(anrs.Length);
            foreach (var anr in anrs)
            {
                writer.Write(anr.ToByteArray());
                foreach (var type in StatTypes.All)
                    writer.Write7BitEncodedInt(sheets.TryGetValue((anr, type), out var sheet) ? numbers[sheet] : 0);
            }
        });
        return new Row(StatKeys.Latest) { [Data] = bytes };
    }

    /// <exception cref="InvalidDataException">The row was written by a later version of the service, or is damaged.</exception>
    private static LatestMap Read(Row row)
    {
        var sheets = new Dictionary<(Guid Anr, StatType Type), string>();
        using var record = CompressedRecord.Read(row.GetBytes(Data));
        var reader = record.Reader;
        if (reader.ReadNumber() is var version and not Version)
            throw new InvalidDataException($"The row '{row.Key}' has version {version}; this service reads version {Version}.");
        var types = new StatType?[reader.ReadCount()];
        for (var i = 0; i < types.Length; i++)
            types[i] = StatTypes.TryParse(reader.ReadString(), out var type) ? type : null;
        var keys = new string[reader.ReadCount()];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = reader.ReadString();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var anr = reader.ReadGuid();
            foreach (var type in types)
            {
                if (reader.ReadNumber() is var number and > 0 && type is { } known)
                    sheets[(anr, known)] = keys[number - 1];
            }
        }

        return new LatestMap(sheets, row.Revision);
    }
}
