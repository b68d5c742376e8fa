using System.Buffers.Binary;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A database file and its write-ahead log, read while nobody writes.</summary>
/// <param name="Log">With what an earlier round through the log left behind its end.</param>
internal sealed record DatabaseSnapshot(byte[] Database, byte[] Log)
{
    // https://www.sqlite.org/fileformat2.html#the_write_ahead_log
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int PageSizeAt = 8;
    private const int SaltsAt = 16;
    private const int FrameSaltsAt = 8;
    private const int SaltsBytes = 8;

    /// <summary>Where the frames of this round through the log end.</summary>
    public int LogEnd
    {
        get
        {
            if (Log.Length < HeaderBytes)
                return 0;
            var frame = FrameHeaderBytes + BinaryPrimitives.ReadInt32BigEndian(Log.AsSpan(PageSizeAt));
            var end = HeaderBytes;
            while (end + frame <= Log.Length && Log.AsSpan(end + FrameSaltsAt, SaltsBytes).SequenceEqual(Salts))
                end += frame;
            return end;
        }
    }

    private ReadOnlySpan<byte> Salts => Log.AsSpan(SaltsAt, SaltsBytes);

    public static async Task<DatabaseSnapshot> ReadAsync(string file) => new(await ReadFileAsync(file), await ReadFileAsync($"{file}-wal"));

    /// <summary>Whether the log began anew in between: all that it held before is in the database then.</summary>
    public bool IsAnotherRoundThan(DatabaseSnapshot before) =>
        Log.Length >= HeaderBytes && (before.Log.Length < HeaderBytes || !Salts.SequenceEqual(before.Salts));

    public async Task WriteAsync(string file)
    {
        await File.WriteAllBytesAsync(file, Database, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync($"{file}-wal", Log, TestContext.Current.CancellationToken);
        File.Delete($"{file}-shm");
    }

    // The service holds both open.
    private static async Task<byte[]> ReadFileAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return bytes;
    }
}
