using System.Buffers.Binary;

namespace StatsService.Stats;

/// <summary>UUIDs that the service makes for the stats of a request that came without.</summary>
/// <remarks>
/// They are of version 8 (RFC 9562, section 5.8): the last two bytes are the stat's place in its request, the others tell the
/// request. So whoever sees such a UUID, in a request, in an import or in what another instance forwards, knows which row
/// guards it: one row guards all stats of a request. A UUID of version 8 that somebody else made is treated alike, and is
/// guarded as well.
/// </remarks>
public static class DerivedUuid
{
    /// <summary>Stats of one request that can have such UUIDs.</summary>
    public const int MaxPlaces = 1 << 16;

    private const int GuidBytes = 16;
    private const int PlaceBytes = sizeof(ushort);
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <param name="hash">Of the client and the whole request; at least 16 bytes.</param>
    /// <param name="place">The stat's place in the request, from 0 on.</param>
    public static Guid Create(ReadOnlySpan<byte> hash, int place)
    {
        Span<byte> uuid = stackalloc byte[GuidBytes];
        hash[..GuidBytes].CopyTo(uuid);
        uuid[VersionByte] = (byte)((uuid[VersionByte] & 0x0F) | 0x80);
        uuid[VariantByte] = (byte)((uuid[VariantByte] & 0x3F) | 0x80);
        BinaryPrimitives.WriteUInt16BigEndian(uuid[^PlaceBytes..], checked((ushort)place));
        return new Guid(uuid, bigEndian: true);
    }

    public static bool IsDerived(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[VersionByte] >> 4 == 0x8 && bytes[VariantByte] >> 6 == 0b10;
    }

    /// <summary>What the UUIDs of one request have in common: that of its first stat.</summary>
    public static Guid RequestOf(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[^PlaceBytes..].Clear();
        return new Guid(bytes, bigEndian: true);
    }

    public static int PlaceOf(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[^PlaceBytes..]);
    }
}
