using System.Buffers;
using System.IO.Compression;

namespace StatsService.Storage;

/// <summary>A binary record of numbers, UUIDs and texts, compressed with Brotli.</summary>
public sealed class CompressedRecord : IDisposable
{
    private const int Quality = 3;
    private const int WindowBits = 22;

    // Most records shrink to a fifth or less; a buffer of the pool is larger than asked for anyway.
    private const int UsualRatio = 6;
    private const int SmallestBuffer = 4096;

    private byte[] buffer;
    private int length;

    private CompressedRecord(int room) => buffer = BufferPool.Rent(room);

    /// <summary>The record, from its beginning, until it is disposed of.</summary>
    public RecordReader Reader => new(buffer.AsSpan(0, length));

    /// <summary>The same for the same record.</summary>
    public static byte[] Write(Action<BinaryWriter> write)
    {
        // All at once: a stream would give each of the small writes a block of its own, which triples the size.
        var record = WritePlain(write).Span;
        var compressed = BufferPool.Rent(BrotliEncoder.GetMaxCompressedLength(record.Length));
        try
        {
            return BrotliEncoder.TryCompress(record, compressed, out var written, Quality, WindowBits)
                ? compressed[..written]
                : throw new InvalidOperationException("Brotli needed more room than it asks for.");
        }
        finally
        {
            BufferPool.Return(compressed);
        }
    }

    /// <summary>The record as it is compressed by <see cref="Write"/>.</summary>
    public static ReadOnlyMemory<byte> WritePlain(Action<BinaryWriter> write)
    {
        var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, System.Text.Encoding.UTF8, leaveOpen: true))
            write(writer);
        return plain.GetBuffer().AsMemory(0, (int)plain.Length);
    }

    /// <summary>Decompresses a record into a buffer that goes back to the pool when it is disposed of.</summary>
    /// <exception cref="InvalidDataException">This is no Brotli.</exception>
    public static CompressedRecord Read(ReadOnlyMemory<byte> compressed)
    {
        var record = new CompressedRecord(Math.Max(SmallestBuffer, compressed.Length * UsualRatio));
        try
        {
            record.Decompress(compressed.Span);
            return record;
        }
        catch
        {
            record.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
            BufferPool.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private void Decompress(ReadOnlySpan<byte> compressed)
    {
        using var decoder = default(BrotliDecoder);
        while (true)
        {
            var status = decoder.Decompress(compressed, buffer.AsSpan(length), out var read, out var written);
            compressed = compressed[read..];
            length += written;
            if (status == OperationStatus.Done)
                return;
            if (status != OperationStatus.DestinationTooSmall)
                throw new InvalidDataException("A stored record is damaged.");
            var larger = BufferPool.Rent(2 * buffer.Length);
            buffer.AsSpan(0, length).CopyTo(larger);
            BufferPool.Return(buffer);
            buffer = larger;
        }
    }
}
