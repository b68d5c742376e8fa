using System.Buffers;

namespace StatsService.Storage;

/// <summary>The framework's pool of buffers, but for large ones: it keeps what it got back for minutes, so that a rush of large sheets would leave its memory there.</summary>
public static class BufferPool
{
    // Sheets of eighty ANRs are smaller.
    private const int Largest = 1024 * 1024;

    /// <param name="length">The bytes that the buffer has at least.</param>
    public static byte[] Rent(int length) => length <= Largest ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    public static void Return(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (buffer.Length <= Largest)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
