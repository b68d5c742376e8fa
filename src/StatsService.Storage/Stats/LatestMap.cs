using System.IO.Compression;
using Azure;
using Azure.Data.Tables;
using StatsService.Stats;

namespace StatsService.Storage.Stats;

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

    /// <summary>An upper estimate of the row's size in a request: UUIDs don't compress, sheets' keys all but vanish.</summary>
    public long EstimatedBytes => sheets.Count * 40L;

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

    public LatestMap Without(IEnumerable<(Guid Anr, StatType Type)> removed)
    {
        var map = Copy(etag);
        foreach (var key in removed)
            map.sheets.Remove(key);
        return map;
    }

    public LatestMap WrittenAs(ETag? written) => Copy(written);

    /// <exception cref="PayloadTooLargeException">The client has more ANRs than one row can list.</exception>
    public TableTransactionAction ToAction()
    {
        var bytes = Serialize();
        if (bytes.Length > BinaryProperties.MaxBytes)
            throw new PayloadTooLargeException("The client has more ANRs than this service can hold for one client (about 20,000). Nothing of this part was stored.");
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

    // Sheets' keys repeat from ANR to ANR: ordered by them, the text compresses to little more than the ANRs' UUIDs.
    private byte[] Serialize()
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(brotli))
        {
            writer.Write(sheets.Count);
            foreach (var (key, sheet) in sheets.OrderBy(pair => pair.Value, StringComparer.Ordinal))
            {
                writer.Write(sheet);
                writer.Write(key.Anr.ToByteArray());
            }
        }

        return compressed.ToArray();
    }

    private static LatestMap Read(TableEntity row)
    {
        var map = new LatestMap(row.PartitionKey, row.ETag);
        using var brotli = new BrotliStream(new MemoryStream(row.GetBytes(Data).ToArray()), CompressionMode.Decompress);
        using var reader = new BinaryReader(brotli);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var sheet = reader.ReadString();
            var anr = new Guid(reader.ReadBytes(16));
            map.sheets[(anr, StatKeys.Parse(sheet).Type)] = sheet;
        }

        return map;
    }
}
