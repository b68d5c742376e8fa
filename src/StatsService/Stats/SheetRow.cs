using StatsService.Storage;
using System.Buffers.Binary;
using Azure;
using Azure.Data.Tables;

namespace StatsService.Stats;

/// <summary>A sheet as an entity: <c>Index</c> holds UUID, ANR and length of each stat, <c>Data0…14</c> the compressed text.</summary>
internal static class SheetRow
{
    public const string Index = "Index";
    private const int GuidBytes = 16;
    private const int EntryBytes = GuidBytes + GuidBytes + sizeof(int);
    private const string Data = "Data";

    public static TableEntity ToEntity(Guid client, Sheet sheet, ETag etag = default)
    {
        var entity = new TableEntity(StatKeys.Partition(client), sheet.Key) { ETag = etag };
        var index = new byte[sheet.Entries.Count * EntryBytes];
        for (var i = 0; i < sheet.Entries.Count; i++)
        {
            var entry = sheet.Entries[i];
            var span = index.AsSpan(i * EntryBytes, EntryBytes);
            entry.Uuid.TryWriteBytes(span);
            entry.Anr.TryWriteBytes(span[GuidBytes..]);
            BinaryPrimitives.WriteInt32LittleEndian(span[(GuidBytes + GuidBytes)..], entry.Length);
        }

        entity[Index] = index;
        entity.SetBytes(Data, sheet.Compressed);
        return entity;
    }

    public static Sheet FromEntity(TableEntity entity)
    {
        var (type, date) = StatKeys.Parse(entity.RowKey);
        return new Sheet(type, date, entity.RowKey, ReadEntries(entity), entity.GetBytes(Data));
    }

    public static SheetEntry[] ReadEntries(TableEntity entity)
    {
        var index = entity.GetBinary(Index) ?? throw new InvalidDataException($"Sheet {entity.RowKey} has no index.");
        var entries = new SheetEntry[index.Length / EntryBytes];
        var offset = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var span = index.AsSpan(i * EntryBytes, EntryBytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(span[(GuidBytes + GuidBytes)..]);
            entries[i] = new SheetEntry(new Guid(span[..GuidBytes]), new Guid(span.Slice(GuidBytes, GuidBytes)), offset, length);
            offset += length;
        }

        return entries;
    }
}
