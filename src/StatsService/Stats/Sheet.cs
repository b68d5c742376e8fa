using System.IO.Compression;

namespace StatsService.Stats;

/// <summary>Where a stat's <c>data</c> lies in its sheet's text.</summary>
/// <param name="Offset">First byte in the uncompressed text.</param>
/// <param name="Length">Bytes.</param>
public sealed record SheetEntry(Guid Uuid, Guid Anr, int Offset, int Length);

/// <summary>
/// What arrived together, stored together: the stats of one type and day from one request. Their <c>data</c> is one
/// compressed text, because the names in it repeat from stat to stat.
/// </summary>
/// <param name="Key">Unique within a client; sorts by type, day and arrival.</param>
/// <param name="Entries">In the order of arrival.</param>
/// <param name="Compressed">Brotli.</param>
public sealed record Sheet(StatType Type, DateOnly Date, string Key, IReadOnlyList<SheetEntry> Entries, ReadOnlyMemory<byte> Compressed)
{
    // Measured on vulnerability lists: higher qualities cost ten times the time for a tenth of the size.
    private const int Quality = 4;

    /// <summary>The batch in which the stats arrived, as its sheets' keys have it.</summary>
    public Guid Batch => StatKeys.BatchOf(Key);

    public int TextLength => Entries.Count == 0 ? 0 : Entries[^1].Offset + Entries[^1].Length;

    /// <summary>Lays the stats' data one after the other and compresses it.</summary>
    public static Sheet Create(StatDay day, string key, IReadOnlyList<Stat> stats)
    {
        var entries = new SheetEntry[stats.Count];
        var offset = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new SheetEntry(stats[i].Uuid, stats[i].Anr, offset, stats[i].Data.Length);
            offset += stats[i].Data.Length;
        }

        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, new BrotliCompressionOptions { Quality = Quality }, leaveOpen: true))
        {
            foreach (var stat in stats)
                brotli.Write(stat.Data.Span);
        }

        return new Sheet(day.Type, day.Date, key, entries, compressed.ToArray());
    }

    /// <summary>The uncompressed text, into a buffer of at least <see cref="TextLength"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are not what this service wrote.</exception>
    public void Decompress(Span<byte> text)
    {
        if (TextLength > 0 && (!BrotliDecoder.TryDecompress(Compressed.Span, text, out var written) || written < TextLength))
            throw new InvalidDataException($"Sheet {Key} can't be decompressed: its stored data is damaged.");
    }

    /// <summary>The stats, in the order of arrival; their data are parts of one text.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are not what this service wrote.</exception>
    public IEnumerable<Stat> ReadStats()
    {
        var text = Decompress().AsMemory();
        return Entries.Select(entry => new Stat(entry.Uuid, entry.Anr, Type, Date, text.Slice(entry.Offset, entry.Length)));
    }

    public byte[] Decompress()
    {
        var text = GC.AllocateUninitializedArray<byte>(TextLength);
        Decompress(text);
        return text;
    }
}
