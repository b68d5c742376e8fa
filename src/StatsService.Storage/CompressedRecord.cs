using System.IO.Compression;

namespace StatsService.Storage;

/// <summary>A binary record of numbers, UUIDs and texts, compressed with Brotli.</summary>
public static class CompressedRecord
{
    private const int Quality = 4;
    private const int WindowBits = 22;

    /// <summary>The same for the same record.</summary>
    public static byte[] Write(Action<BinaryWriter> write)
    {
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, System.Text.Encoding.UTF8, leaveOpen: true))
            write(writer);

        // All at once: a stream would give each of the small writes a block of its own, which triples the size.
        var record = plain.GetBuffer().AsSpan(0, (int)plain.Length);
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(record.Length)];
        return BrotliEncoder.TryCompress(record, compressed, out var written, Quality, WindowBits)
            ? compressed[..written]
            : throw new InvalidOperationException("Brotli needed more room than it asks for.");
    }

    /// <exception cref="InvalidDataException">This is no Brotli.</exception>
    public static BinaryReader Read(ReadOnlyMemory<byte> compressed)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        var record = new MemoryStream();
        brotli.CopyTo(record);
        record.Position = 0;
        return new BinaryReader(record);
    }
}
