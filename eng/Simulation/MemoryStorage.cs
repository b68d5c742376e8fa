using System.Collections.Concurrent;
using StatsService.Storage;

namespace StatsService.Simulation;

/// <summary>What several simulated instances have in common: the rows and messages of one storage.</summary>
public sealed class SharedMemory(StoragePace pace, TimeProvider time)
{
    internal ConcurrentDictionary<string, MemoryRows> Tables { get; } = new();

    internal ConcurrentDictionary<string, MemoryMessages> Queues { get; } = new();

    internal StoragePace Pace { get; set; } = pace;

    internal TimeProvider Time { get; } = time;

    /// <summary>From now on the storage is so slow.</summary>
    public void SetPace(StoragePace next) => Pace = next;
}

/// <summary>One instance's way to a storage that stands in memory.</summary>
/// <param name="interceptors">See this instance's operations; an <see cref="IOException"/> of theirs is a storage that did not answer.</param>
public sealed class MemoryStorage(SharedMemory memory, params IReadOnlyList<StorageInterceptor> interceptors) : StorageEngine
{
    private readonly ConcurrentDictionary<string, Table> tables = new();
    private readonly ConcurrentDictionary<string, Queue> queues = new();

    public override string Name => "memory";

    public override bool IsRemote => true;

    /// <summary>How many rows a write takes; as many as Azure's unless a test wants fewer.</summary>
    public int MaxRows { get; init; } = 100;

    internal SharedMemory Memory => memory;

    public override Table Table(string name) => tables.GetOrAdd(name, _ => new MemoryTable(name, memory.Tables.GetOrAdd(name, _ => new MemoryRows()), this));

    public override Queue Queue(string name) => queues.GetOrAdd(name, _ => new MemoryQueue(name, memory.Queues.GetOrAdd(name, _ => new MemoryMessages()), this));

    internal async Task<T> RunAsync<T>(StorageOperation operation, Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var interceptor in interceptors)
                await interceptor.BeforeAsync(operation, cancellationToken);
            await (operation.Changes is { } changes
                ? memory.Pace.PassWriteAsync($"{operation.Store}/{operation.Partition}", changes.Count)
                : memory.Pace.PassReadAsync());
            var answer = work();
            foreach (var interceptor in interceptors)
                await interceptor.AfterAsync(operation, cancellationToken);
            return answer;
        }
        catch (IOException lost)
        {
            throw new StorageUnavailableException("The simulated storage did not answer.", lost);
        }
    }
}
