using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StatsService.Ingestion;

/// <summary>UUIDs for stats that came without: derived from the client, the whole request and the stat's place in it.</summary>
/// <remarks>
/// MONARC sends no UUIDs. A request that it sends again is the same to the byte, so its stats get the same UUIDs and are
/// recognised, while two equal stats in one request, or in two requests that differ, stay two. The UUIDs are of version 8
/// (RFC 9562, section 5.8): the first 128 bits of a SHA-256.
/// </remarks>
internal sealed class DerivedUuids
{
    private const int GuidBytes = 16;
    private readonly byte[] hash;

    public DerivedUuids(Guid client, ReadOnlySpan<byte> body)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(client.ToByteArray(bigEndian: true));
        sha.AppendData(body);
        hash = sha.GetHashAndReset();
    }

    /// <summary>Identifies the request.</summary>
    public Guid Request => ToUuid(hash);

    /// <param name="place">The stat's place in the request, from 0 on.</param>
    public Guid OfPlace(int place)
    {
        Span<byte> text = stackalloc byte[SHA256.HashSizeInBytes + sizeof(int)];
        hash.CopyTo(text);
        BinaryPrimitives.WriteInt32BigEndian(text[SHA256.HashSizeInBytes..], place);
        return ToUuid(SHA256.HashData(text));
    }

    private static Guid ToUuid(ReadOnlySpan<byte> hash)
    {
        Span<byte> uuid = stackalloc byte[GuidBytes];
        hash[..GuidBytes].CopyTo(uuid);
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return new Guid(uuid, bigEndian: true);
    }
}
