using System.Buffers.Binary;
using System.Text.Json;

namespace StatsService.Tallies;

/// <summary>Names as stats have them, which repeat from stat to stat and from day to day: each is decoded once, and is in memory once.</summary>
/// <remarks>A name that another one pushes out, or that is too long, is decoded again. So there are never more than 4,096, of at most 1 KiB each with its JSON.</remarks>
public sealed class LabelCache
{
    private const int Places = 4096;
    private const int MaxBytes = 512;
    private readonly Known?[] known = new Known?[Places];

    /// <inheritdoc cref="ObjectLabels.Read"/>
    internal byte[] Read(ref Utf8JsonReader reader)
    {
        var json = reader.ValueSpan;
        if (reader.TokenType != JsonTokenType.String || json.Length is < sizeof(ulong) or > MaxBytes)
            return ObjectLabels.Read(ref reader);
        ref var place = ref known[PlaceOf(json)];
        var found = place;
        if (found is null || !json.SequenceEqual(found.Json))
            place = found = new Known(json.ToArray(), ObjectLabels.Read(ref reader));
        return found.Label;
    }

    // Names differ at their beginning, at their end, or in their length: the place need not be another for all of them.
    private static int PlaceOf(ReadOnlySpan<byte> json)
    {
        var mixed = BinaryPrimitives.ReadUInt64LittleEndian(json) + (BinaryPrimitives.ReadUInt64LittleEndian(json[^sizeof(ulong)..]) * 31) + ((ulong)json.Length << 32);
        return (int)((mixed * 0x9E3779B97F4A7C15) >> 52);
    }

    private sealed record Known(byte[] Json, byte[] Label);
}
