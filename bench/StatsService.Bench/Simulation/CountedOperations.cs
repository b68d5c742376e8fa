using StatsService.Storage;

namespace StatsService.Bench.Simulation;

/// <summary>Counts the operations of all instances.</summary>
internal sealed class CountedOperations : StorageInterceptor
{
    private int count;

    public int Count => count;

    public override ValueTask BeforeAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        // Receiving and deleting messages is the host's own.
        if (operation.Kind is not ("receive" or "delete"))
            Interlocked.Increment(ref count);
        return ValueTask.CompletedTask;
    }
}
