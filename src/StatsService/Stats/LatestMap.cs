using Azure;
using Azure.Data.Tables;
using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Stats;

/// <summary>Which sheet holds each ANR's newest stat of each type: one row a client, so that the newest are found without looking at history.</summary>
internal sealed class LatestMap
{
    private const string Data = "Data";
    private readonly Dictionary<(Guid Anr, StatType Type), string> sheets = [];
    private readonly string partition;
    private readonly ETag? etag;

    private LatestMap(string partition, ETag? etag)
    {
        this.partition = partition;
        this.etag = etag;
    }

    public IEnumerable<LatestStat> Stats => sheets.Select(pair => new LatestStat(pair.Key.Anr, pair.Key.Type, StatKeys.Parse(pair.Value).Date, pair.Value));

    public static async Task<LatestMap> ReadAsync(TableClient table, Guid client, CancellationToken cancellationToken)
    {
        var partition = StatKeys.Partition(client);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, StatKeys.Latest, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? Read(row) : new LatestMap(partition, null);
    }

    /// <summary>An upper estimate of the row's size in a request.</summary>
    public long EstimatedBytes => Math.Min(sheets.Count * 40L, BinaryProperties.MaxBytes * 4L / 3);

    public bool Knows(Guid anr) => StatTypes.All.Any(type => sheets.ContainsKey((anr, type)));

    public bool PointsTo(Guid anr, StatType type, string sheetKey) => sheets.GetValueOrDefault((anr, type)) == sheetKey;

    /// <summary>The map after the sheets were added; this one stays as it was, as a transaction may fail.</summary>
    public LatestMap With(IEnumerable<Sheet> added)
    {
        var map = Copy(etag);
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
        var map = Copy(etag);
        foreach (var key in removed)
        {
            if (next(key.Anr) is { } sheet)
                map.sheets[key] = sheet;
            else
                map.sheets.Remove(key);
        }

        return map;
    }

    public LatestMap WrittenAs(ETag? written) => Copy(written);

    /// <exception cref="PayloadTooLargeException">The client has more ANRs than one row can list.</exception>
    public TableTransactionAction ToAction()
    {
        var bytes = Serialize();
        if (bytes.Length > BinaryProperties.MaxBytes)
            throw new PayloadTooLargeException("The client has more ANRs than this service can hold for one client (about 20,000). Nothing was stored.");
        var row = new TableEntity(partition, StatKeys.Latest);
        row.SetBytes(Data, bytes);
        return etag is { } known
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, known)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
    }

    private LatestMap Copy(ETag? copyEtag)
    {
        var map = new LatestMap(partition, copyEtag);
        foreach (var (key, value) in sheets)
            map.sheets[key] = value;
        return map;
    }

    // UUIDs don't compress, so each ANR stands there once, with the numbers of its sheets, type by type.
    private byte[] Serialize()
    {
        string[] keys = [.. sheets.Values.Distinct().Order(StringComparer.Ordinal)];
        var numbers = keys.Index().ToDictionary(key => key.Item, key => key.Index + 1);
        return CompressedRecord.Write(writer =>
        {
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
    }

    private static LatestMap Read(TableEntity row)
    {
        var map = new LatestMap(row.PartitionKey, row.ETag);
        using var reader = CompressedRecord.Read(row.GetBytes(Data));
        var keys = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = reader.ReadString();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var anr = new Guid(reader.ReadBytes(16));
            foreach (var type in StatTypes.All)
            {
                if (reader.Read7BitEncodedInt() is var number and > 0)
                    map.sheets[(anr, type)] = keys[number - 1];
            }
        }

        return map;
    }
}
