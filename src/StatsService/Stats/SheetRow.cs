using System.Buffers.Binary;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>A sheet as a row: <c>Index</c> holds UUID, ANR and length of each stat, <c>Data</c> the compressed text.</summary>
internal static class SheetRow
{
    public const string Index = "Index";
    private const string Data = "Data";
    private const int GuidBytes = 16;
    private const int EntryBytes = GuidBytes + GuidBytes + sizeof(int);

    public static Row FromSheet(Sheet sheet)
    {
        var index = new byte[sheet.Entries.Count * EntryBytes];
        for (var i = 0; i < sheet.Entries.Count; i++)
        {
            var entry = sheet.Entries[i];
            var span = index.AsSpan(i * EntryBytes, EntryBytes);
            entry.Uuid.TryWriteBytes(span);
            entry.Anr.TryWriteBytes(span[GuidBytes..]);
            BinaryPrimitives.WriteInt32LittleEndian(span[(GuidBytes + GuidBytes)..], entry.Length);
        }

        return new Row(sheet.Key) { [Index] = index, [Data] = sheet.Compressed };
    }

    public static Sheet ToSheet(Row row)
    {
        var (type, date) = StatKeys.Parse(row.Key);
        return new Sheet(type, date, row.Key, ReadEntries(row), row.GetBytes(Data));
    }

    public static SheetEntry[] ReadEntries(Row row)
    {
        var index = row.GetBytes(Index).Span;
        if (index.IsEmpty)
            throw new InvalidDataException($"Sheet {row.Key} has no index: its row is damaged.");
        var entries = new SheetEntry[index.Length / EntryBytes];
        var offset = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var span = index.Slice(i * EntryBytes, EntryBytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(span[(GuidBytes + GuidBytes)..]);
            entries[i] = new SheetEntry(new Guid(span[..GuidBytes]), new Guid(span.Slice(GuidBytes, GuidBytes)), offset, length);
            offset += length;
        }

        return entries;
    }
}
