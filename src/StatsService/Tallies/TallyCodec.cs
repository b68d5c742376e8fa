using System.Buffers.Binary;
using System.Text;
using StatsService.Storage;

namespace StatsService.Tallies;

/// <summary>A tally as bytes: equal tallies give equal bytes.</summary>
public static class TallyCodec
{
    private const byte Version = 3;

    // It told neither of contributors nor of what is implausible, and had no paths; `totals rebuild` brings the former.
    private const byte VersionBefore = 2;

    private const int QuantityBytes = 16;

    public static byte[] Encode(Tally tally) => CompressedRecord.Write(writer => Write(writer, tally));

    /// <param name="labels">Where tallies of days are read one after the other: keeps what is called the same in all of them once.</param>
    /// <exception cref="InvalidDataException">A newer version of the service wrote this, or it is damaged.</exception>
    public static Tally Decode(ReadOnlyMemory<byte> bytes, LabelPool? labels = null)
    {
        using var record = CompressedRecord.Read(bytes);
        var reader = record.Reader;
        if (reader.ReadByte() is var version && version is not (Version or VersionBefore))
            throw new InvalidDataException($"A tally has version {version}; this service reads version {Version}.");
        var isWhole = version == Version;
        var stats = reader.ReadNumber();
        var (contributors, implausible) = isWhole ? (reader.ReadNumber(), reader.ReadNumber()) : (0, 0);
        var objects = reader.ReadCount();
        var tally = new Tally(objects) { Stats = stats, Contributors = contributors, Implausible = implausible };
        for (; objects > 0; objects--)
        {
            var key = reader.ReadGuid();
            Read(ref reader, tally[key], isWhole, key, labels);
        }

        for (var cells = reader.ReadCount(); cells > 0; cells--)
        {
            var cell = reader.ReadByte() is var place && place < RiskCells.All.Count ? RiskCells.All[place] : throw new InvalidDataException($"A stored tally is damaged: it names cell {place} of {RiskCells.All.Count}.");
            Read(ref reader, tally[cell], isWhole, default, labels: null);
        }

        for (var paths = isWhole ? reader.ReadCount() : 0; paths > 0; paths--)
            Read(ref reader, tally[Encoding.UTF8.GetString(reader.Take(reader.ReadCount()))], isWhole, default, labels: null);
        return tally;
    }

    /// <summary>Whether two tallies hold the same sums.</summary>
    public static bool AreEqual(Tally left, Tally right) =>
        CompressedRecord.WritePlain(writer => Write(writer, left)).Span.SequenceEqual(CompressedRecord.WritePlain(writer => Write(writer, right)).Span);

    private static void Write(BinaryWriter writer, Tally tally)
    {
        writer.Write(Version);
        writer.Write7BitEncodedInt64(tally.Stats);
        writer.Write7BitEncodedInt64(tally.Contributors);
        writer.Write7BitEncodedInt64(tally.Implausible);
        writer.Write7BitEncodedInt(tally.Objects.Count);
        foreach (var (key, sums) in tally.Objects.OrderBy(pair => pair.Key))
        {
            writer.Write(key.ToByteArray());
            Write(writer, sums);
        }

        writer.Write7BitEncodedInt(tally.Cells.Count);
        for (var cell = 0; cell < RiskCells.All.Count; cell++)
        {
            if (!tally.Cells.TryGetValue(RiskCells.All[cell], out var sums))
                continue;
            writer.Write((byte)cell);
            Write(writer, sums);
        }

        writer.Write7BitEncodedInt(tally.Paths.Count);
        foreach (var (path, sums) in tally.Paths.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Write(path);
            Write(writer, sums);
        }
    }

    private static void Write(BinaryWriter writer, Sums sums)
    {
        writer.Write7BitEncodedInt64(sums.Reports);
        writer.Write7BitEncodedInt64(sums.Contributors);
        Write(writer, sums.Count);
        Write(writer, sums.MaxRisk);
        Write(writer, sums.AverageRate);
        writer.Write7BitEncodedInt(sums.Variants.Count);
        foreach (var variant in sums.Variants.OrderBy(variant => variant.Language).ThenBy(variant => variant.Label, LabelOrder.Instance))
        {
            writer.Write((byte)variant.Language);
            writer.Write7BitEncodedInt64(variant.Reports);
            writer.Write7BitEncodedInt(variant.Label.Length);
            writer.Write(variant.Label);
        }
    }

    private static void Read(ref RecordReader reader, Sums sums, bool isWhole, Guid key, LabelPool? labels)
    {
        sums.Add(reader.ReadNumber(), isWhole ? reader.ReadNumber() : 0, new Quantity(reader.ReadInt128()), new Quantity(reader.ReadInt128()), new Quantity(reader.ReadInt128()));
        var stored = reader.Rest;
        for (var variants = reader.ReadCount(); variants > 0; variants--)
        {
            reader.ReadByte();
            reader.ReadNumber();
            reader.Take(reader.ReadCount());
        }

        stored = stored[..^reader.Rest.Length];
        sums.Share(labels is null ? ReadLabels(stored) : labels.Get(key, stored, ReadLabels));
    }

    private static LabelVariant[] ReadLabels(ReadOnlySpan<byte> stored)
    {
        var reader = new RecordReader(stored);
        var count = reader.ReadCount();
        if (count == 0)
            return [];
        var labels = new LabelVariant[count];
        for (var i = 0; i < count; i++)
        {
            var (language, reports) = (reader.ReadByte(), reader.ReadNumber());
            labels[i] = new LabelVariant(language, reader.Take(reader.ReadCount()).ToArray(), reports);
        }

        return labels;
    }

    private static void Write(BinaryWriter writer, Quantity quantity)
    {
        Span<byte> bytes = stackalloc byte[QuantityBytes];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, quantity.Units);
        writer.Write(bytes);
    }

    private sealed class LabelOrder : IComparer<byte[]>
    {
        public static LabelOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
