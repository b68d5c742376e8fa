using System.Buffers.Binary;
using StatsService.Storage;

namespace StatsService.Tallies;

/// <summary>A tally as bytes: equal tallies give equal bytes.</summary>
public static class TallyCodec
{
    private const byte Version = 1;
    private const int QuantityBytes = 16;

    public static byte[] Encode(Tally tally) => CompressedRecord.Write(writer =>
    {
        writer.Write(Version);
        writer.Write7BitEncodedInt64(tally.Stats);
        writer.Write7BitEncodedInt(tally.Objects.Count);
        foreach (var (key, sums) in tally.Objects.OrderBy(pair => pair.Key))
        {
            writer.Write(key.ToByteArray());
            writer.Write7BitEncodedInt64(sums.Reports);
            Write(writer, sums.Count);
            Write(writer, sums.MaxRisk);
            Write(writer, sums.AverageRate);
            writer.Write7BitEncodedInt(sums.Variants.Count);
            foreach (var variant in sums.Variants.OrderBy(variant => variant.Labels, LabelOrder.Instance))
            {
                writer.Write7BitEncodedInt64(variant.Reports);
                writer.Write7BitEncodedInt(variant.Labels.Length);
                writer.Write(variant.Labels);
            }
        }
    });

    /// <exception cref="InvalidDataException">A newer version of the service wrote this, or it is damaged.</exception>
    public static Tally Decode(ReadOnlyMemory<byte> bytes)
    {
        using var reader = CompressedRecord.Read(bytes);
        if (reader.ReadByte() is var version && version != Version)
            throw new InvalidDataException($"A tally has version {version}; this service reads version {Version}.");
        var tally = new Tally { Stats = reader.Read7BitEncodedInt64() };
        for (var objects = reader.Read7BitEncodedInt(); objects > 0; objects--)
        {
            var sums = tally[new Guid(reader.ReadBytes(16))];
            sums.Add(reader.Read7BitEncodedInt64(), ReadQuantity(reader), ReadQuantity(reader), ReadQuantity(reader));
            for (var variants = reader.Read7BitEncodedInt(); variants > 0; variants--)
            {
                var reports = reader.Read7BitEncodedInt64();
                sums.AddLabels(reader.ReadBytes(reader.Read7BitEncodedInt()), reports);
            }
        }

        return tally;
    }

    /// <summary>Whether two tallies hold the same sums.</summary>
    public static bool AreEqual(Tally left, Tally right) => Encode(left).AsSpan().SequenceEqual(Encode(right));

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
