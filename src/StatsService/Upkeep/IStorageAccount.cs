using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>The storage as a whole.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public interface IStorageAccount
{
    /// <summary>Which one it is, for people.</summary>
    string Name { get; }

    /// <summary>Makes all tables and queues that are missing, which otherwise first use does.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Deletes all that the service ever stored, clients included; calling it again completes what a failure interrupted.</summary>
    Task EmptyAsync(CancellationToken cancellationToken);
}
