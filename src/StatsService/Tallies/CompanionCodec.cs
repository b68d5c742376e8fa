using StatsService.Storage;

namespace StatsService.Tallies;

/// <summary>What organisations report together, as bytes: a companion is written as its place in the list of all objects.</summary>
public static class CompanionCodec
{
    private const byte Version = 1;

    public static byte[] Encode(Companions companions) => CompressedRecord.Write(writer =>
    {
        var objects = companions.Objects.OrderBy(pair => pair.Key).ToList();
        var places = objects.Index().ToDictionary(one => one.Item.Key, one => one.Index);
        writer.Write(Version);
        writer.Write7BitEncodedInt(companions.Date.DayNumber);
        writer.Write7BitEncodedInt(companions.Organisations);
        writer.Write7BitEncodedInt(objects.Count);
        foreach (var (key, own) in objects)
        {
            writer.Write(key.ToByteArray());
            writer.Write7BitEncodedInt(own.Organisations);
            writer.Write7BitEncodedInt(own.Most.Count);
            foreach (var companion in own.Most)
            {
                writer.Write7BitEncodedInt(places[companion.Uuid]);
                writer.Write7BitEncodedInt(companion.Together);
            }
        }
    });

    /// <exception cref="InvalidDataException">A newer version of the service wrote this, or it is damaged.</exception>
    public static Companions Decode(ReadOnlyMemory<byte> bytes)
    {
        using var record = CompressedRecord.Read(bytes);
        var reader = record.Reader;
        if (reader.ReadByte() is var version && version != Version)
            throw new InvalidDataException($"What is reported together has version {version}; this service reads version {Version}.");
        var date = DateOnly.FromDayNumber((int)reader.ReadNumber());
        var organisations = (int)reader.ReadNumber();
        var objects = new (Guid Key, int Organisations, (int Place, int Together)[] Most)[reader.ReadCount()];
        foreach (ref var one in objects.AsSpan())
        {
            one = (reader.ReadGuid(), (int)reader.ReadNumber(), new (int, int)[reader.ReadCount()]);
            foreach (ref var companion in one.Most.AsSpan())
                companion = ((int)reader.ReadNumber(), (int)reader.ReadNumber());
        }

        return new Companions(date, organisations, objects.ToDictionary(
            one => one.Key, one => new ObjectCompanions(one.Organisations, [.. one.Most.Select(companion => new Companion(objects[companion.Place].Key, companion.Together))])));
    }
}
