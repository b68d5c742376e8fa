using StatsService.Storage;

namespace StatsService.Tallies;

/// <summary>How far organisations differ on a day, by object, as bytes: equal spreads give equal bytes.</summary>
public static class SpreadCodec
{
    private const byte Version = 1;

    public static byte[] Encode(IReadOnlyDictionary<Guid, ObjectSpread> objects) => CompressedRecord.Write(writer =>
    {
        writer.Write(Version);
        writer.Write7BitEncodedInt(objects.Count);
        foreach (var (key, spread) in objects.OrderBy(pair => pair.Key))
        {
            writer.Write(key.ToByteArray());
            writer.Write7BitEncodedInt(spread.Organisations);
            foreach (var measure in Measures.All)
                Write(writer, spread[measure]);
        }
    });

    /// <exception cref="InvalidDataException">A newer version of the service wrote this, or it is damaged.</exception>
    public static IReadOnlyDictionary<Guid, ObjectSpread> Decode(ReadOnlyMemory<byte> bytes)
    {
        using var record = CompressedRecord.Read(bytes);
        var reader = record.Reader;
        if (reader.ReadByte() is var version && version != Version)
            throw new InvalidDataException($"A spread has version {version}; this service reads version {Version}.");
        var count = reader.ReadCount();
        var objects = new Dictionary<Guid, ObjectSpread>(count);
        for (; count > 0; count--)
            objects[reader.ReadGuid()] = new ObjectSpread((int)reader.ReadNumber(), ReadQuartiles(ref reader), ReadQuartiles(ref reader), ReadQuartiles(ref reader));
        return objects;
    }

    private static void Write(BinaryWriter writer, Quartiles quartiles)
    {
        writer.Write(quartiles.Lower);
        writer.Write(quartiles.Median);
        writer.Write(quartiles.Upper);
    }

    private static Quartiles ReadQuartiles(ref RecordReader reader) => new(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
}
