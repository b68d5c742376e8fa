using System.Buffers;
using System.IO.Compression;
using StatsService.Storage;

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
    // Measured on what MONARC sends: quality 4 takes a third more time for a twentieth less size, 5 nearly twice the time for a sixth less.
    private const int Quality = 3;

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

    /// <summary>The beginning of the uncompressed text: as much as the buffer holds.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are not what this service wrote.</exception>
    public void Decompress(Span<byte> text)
    {
        using var decoder = default(BrotliDecoder);
        if (!text.IsEmpty && (decoder.Decompress(Compressed.Span, text, out _, out var written) == OperationStatus.InvalidData || written < text.Length))
            throw new InvalidDataException($"Sheet {Key} can't be decompressed: its stored data is damaged.");
    }

    /// <summary>The stats, in the order of arrival; their data are parts of one text.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are not what this service wrote.</exception>
    public IEnumerable<Stat> ReadStats()
    {
        var text = Decompress().AsMemory();
        return Entries.Select(entry => ToStat(entry, text));
    }

    /// <summary>The stats that are wanted, in the order of arrival, for who is done with each before the next is asked for: their data lie in a buffer of the pool.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are not what this service wrote.</exception>
    public IEnumerable<Stat> ScanStats(Func<SheetEntry, bool> isWanted)
    {
        // What comes after the last one is not decompressed.
        if (Entries.LastOrDefault(isWanted) is not { } last)
            yield break;
        var length = last.Offset + last.Length;
        var text = BufferPool.Rent(length);
        try
        {
            Decompress(text.AsSpan(0, length));
            foreach (var entry in Entries)
            {
                if (entry.Offset < length && isWanted(entry))
                    yield return ToStat(entry, text);
            }
        }
        finally
        {
            BufferPool.Return(text);
        }
    }

    public Stat ToStat(SheetEntry entry, ReadOnlyMemory<byte> text) => new(entry.Uuid, entry.Anr, Type, Date, text.Slice(entry.Offset, entry.Length));

    public byte[] Decompress()
    {
        var text = GC.AllocateUninitializedArray<byte>(TextLength);
        Decompress(text);
        return text;
    }
}
