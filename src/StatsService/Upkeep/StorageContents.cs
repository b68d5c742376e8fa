using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>The service's own tables and queues as a whole; what else lies in the storage is left alone.</summary>
public sealed class StorageContents(StorageEngine storage)
{
    private static readonly IReadOnlyList<string> Queues = [Bell.QueueName, JobPart.QueueName];

    /// <summary>Which storage it is, for people.</summary>
    public string Name => storage.Name;

    /// <summary>Makes all tables and queues that are missing, which otherwise first use does.</summary>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        foreach (var table in TableNames.All)
            await storage.Table(table).CreateAsync(cancellationToken);
        foreach (var queue in Queues)
            await storage.Queue(queue).CreateAsync(cancellationToken);
    }

    /// <summary>Deletes all that the service ever stored, clients included; calling it again completes what a failure interrupted.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in Queues)
            await storage.Queue(queue).EmptyAsync(cancellationToken);
        foreach (var table in TableNames.All)
            await storage.Table(table).EmptyAsync(cancellationToken);
    }
}
