using System.Buffers.Binary;
using StatsService.Storage;

namespace StatsService.Tallies;

/// <summary>A tally as bytes: equal tallies give equal bytes.</summary>
public static class TallyCodec
{
    // A tally without paths, as all of risks, threats and vulnerabilities are, is written without a place for them.
    private const byte Version = 3;
    private const byte VersionWithPaths = 4;

    // It told neither of contributors nor of what is implausible; `totals rebuild` brings both.
    private const byte VersionBefore = 2;

    private const int QuantityBytes = 16;

    public static byte[] Encode(Tally tally) => CompressedRecord.Write(writer =>
    {
        writer.Write(tally.Paths.Count == 0 ? Version : VersionWithPaths);
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

        if (tally.Paths.Count == 0)
            return;
        writer.Write7BitEncodedInt(tally.Paths.Count);
        foreach (var (path, sums) in tally.Paths.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Write(path);
            Write(writer, sums);
        }
    });

    /// <exception cref="InvalidDataException">A newer version of the service wrote this, or it is damaged.</exception>
    public static Tally Decode(ReadOnlyMemory<byte> bytes)
    {
        using var reader = CompressedRecord.Read(bytes);
        if (reader.ReadByte() is var version && version is not (Version or VersionWithPaths or VersionBefore))
            throw new InvalidDataException($"A tally has version {version}; this service reads version {Version}.");
        var isWhole = version != VersionBefore;
        var tally = new Tally { Stats = reader.Read7BitEncodedInt64() };
        if (isWhole)
            (tally.Contributors, tally.Implausible) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        for (var objects = reader.Read7BitEncodedInt(); objects > 0; objects--)
            Read(reader, tally[new Guid(reader.ReadBytes(16))], isWhole);
        for (var cells = reader.Read7BitEncodedInt(); cells > 0; cells--)
            Read(reader, tally[RiskCells.All[reader.ReadByte()]], isWhole);
        for (var paths = version == VersionWithPaths ? reader.Read7BitEncodedInt() : 0; paths > 0; paths--)
            Read(reader, tally[reader.ReadString()], isWhole);
        return tally;
    }

    /// <summary>Whether two tallies hold the same sums.</summary>
    public static bool AreEqual(Tally left, Tally right) => Encode(left).AsSpan().SequenceEqual(Encode(right));

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

    private static void Read(BinaryReader reader, Sums sums, bool isWhole)
    {
        sums.Add(reader.Read7BitEncodedInt64(), isWhole ? reader.Read7BitEncodedInt64() : 0, ReadQuantity(reader), ReadQuantity(reader), ReadQuantity(reader));
        for (var variants = reader.Read7BitEncodedInt(); variants > 0; variants--)
        {
            var (language, reports) = (reader.ReadByte(), reader.Read7BitEncodedInt64());
            sums.AddLabel(language, reader.ReadBytes(reader.Read7BitEncodedInt()), reports);
        }
    }

    private static void Write(BinaryWriter writer, Quantity quantity)
    {
        Span<byte> bytes = stackalloc byte[QuantityBytes];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, quantity.Units);
        writer.Write(bytes);
    }

    private static Quantity ReadQuantity(BinaryReader reader)
    {
        Span<byte> bytes = stackalloc byte[QuantityBytes];
        reader.ReadExactly(bytes);
        return new Quantity(BinaryPrimitives.ReadInt128LittleEndian(bytes));
    }

    private sealed class LabelOrder : IComparer<byte[]>
    {
        public static LabelOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
