using System.Collections.Concurrent;
using StatsService.Storage;

namespace StatsService.Tests.Drivers;

/// <summary>Sees every try of every operation, and lets tests break some of them.</summary>
public sealed class StorageWatch : StorageInterceptor
{
    private readonly ConcurrentQueue<StorageOperation> seen = new();

    /// <summary>Asked before an operation is sent: true makes it fail unsent, as on a broken line.</summary>
    public Func<StorageOperation, bool> BreaksBefore { get; set; } = _ => false;

    /// <summary>Asked when the storage has answered: true loses the answer.</summary>
    public Func<StorageOperation, bool> BreaksAfter { get; set; } = _ => false;

    /// <summary>Awaited before an operation is sent.</summary>
    public Func<StorageOperation, Task> HoldsBefore { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<StorageOperation> Seen => [.. seen];

    public void Clear() => seen.Clear();

    public override async ValueTask BeforeAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        seen.Enqueue(operation);
        await HoldsBefore(operation);
        if (BreaksBefore(operation))
            throw new IOException("The test broke the line before the request was sent.");
    }

    public override ValueTask AfterAsync(StorageOperation operation, CancellationToken cancellationToken) =>
        BreaksAfter(operation) ? throw new IOException("The test broke the line after the storage had answered.") : ValueTask.CompletedTask;
}
