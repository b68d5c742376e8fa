using System.Collections.Concurrent;

namespace StatsService.Simulation;

/// <summary>How slow a simulated storage is.</summary>
/// <param name="Read">How long a read, or an operation of a queue, takes.</param>
/// <param name="Write">How long a write takes.</param>
/// <param name="RowsPerSecond">How many rows of one partition can be written a second; a write waits for those before it that exceed that.</param>
public sealed record StoragePace(TimeSpan Read, TimeSpan Write, int RowsPerSecond)
{
    private readonly ConcurrentDictionary<string, Partition> busyUntil = new();

    /// <summary>Answers at once.</summary>
    public static StoragePace None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, int.MaxValue);

    public Task PassReadAsync() => Read == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(Read);

    /// <param name="partition">The table's name and the partition's.</param>
    public Task PassWriteAsync(string partition, int rows)
    {
        if (Write == TimeSpan.Zero)
            return Task.CompletedTask;
        var box = busyUntil.GetOrAdd(partition, _ => new Partition());
        TimeSpan wait;
        lock (box)
        {
            var now = TimeSpan.FromMilliseconds(Environment.TickCount64);
            var start = box.Until > now ? box.Until : now;
            box.Until = start + TimeSpan.FromSeconds((double)rows / RowsPerSecond);
            wait = start - now;
        }

        return Task.Delay(wait + Write);
    }

    private sealed class Partition
    {
        public TimeSpan Until { get; set; }
    }
}
