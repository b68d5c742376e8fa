using StatsService.Wire;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>A type and day of a client whose stats changed and must be aggregated again.</summary>
/// <param name="Mark">Identifies the change: the mark is cleared only if it is still this one. Empty where it is unknown; the mark then stays for the sweeper.</param>
public sealed record ChangedDay(Guid Client, StatType Type, DateOnly Date, string Mark);

/// <param name="Stored">The stats that are stored now by this call, in the order given; those whose UUID the client used before are missing.</param>
public sealed record StoredBatch(IReadOnlyList<Stat> Stored, IReadOnlyList<ChangedDay> Changed);

/// <summary>Which sheet holds the newest stat of each ANR, by type.</summary>
public sealed record LatestStat(Guid Anr, StatType Type, DateOnly Date, string SheetKey);

/// <summary>The clients' stats. No call reaches another client's rows than the one it names.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public interface IStatStore
{
    /// <summary>Stores what is new; each stat is whole with all that belongs to it, or absent.</summary>
    /// <param name="cancellationToken">Heeded until the first operation: a batch that was begun is stored to its end.</param>
    /// <exception cref="PayloadTooLargeException">A stat can't fit; nothing is stored.</exception>
    /// <exception cref="StorageUnavailableException">
    /// Part may be stored: the same call with the same UUIDs completes it.
    /// </exception>
    Task<StoredBatch> AddAsync(Guid client, IReadOnlyList<Stat> stats, CancellationToken cancellationToken);

    /// <summary>The sheets of a type between two days (inclusive), by day and arrival.</summary>
    IAsyncEnumerable<Sheet> ReadAsync(Guid client, StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>The oldest day before another that has stats of any type; one small operation a type.</summary>
    Task<DateOnly?> FindOldestDayAsync(Guid client, DateOnly before, CancellationToken cancellationToken);

    Task<Sheet?> FindSheetAsync(Guid client, string key, CancellationToken cancellationToken);

    Task<IReadOnlyList<LatestStat>> ReadLatestAsync(Guid client, CancellationToken cancellationToken);

    /// <summary>The clients that ever sent stats of the ANR.</summary>
    Task<IReadOnlyList<Guid>> FindClientsAsync(Guid anr, CancellationToken cancellationToken);

    /// <summary>Removes the stats of all types that are meant; calling it again completes what a failure interrupted.</summary>
    /// <remarks>Where an ANR's newest stat of a type is removed, the newest of those that stay takes its place.</remarks>
    Task<IReadOnlyList<ChangedDay>> RemoveAsync(Guid client, StatSelection selection, CancellationToken cancellationToken);

    /// <summary>The days of which the client has stats of the type, in ascending order.</summary>
    IAsyncEnumerable<DateOnly> ReadDaysAsync(Guid client, StatType type, CancellationToken cancellationToken);

    /// <summary>Removes whatever is left of a client whose stats are removed and aggregated, its marks included.</summary>
    Task ForgetAsync(Guid client, CancellationToken cancellationToken);

    /// <summary>The client's changed days that are not aggregated yet.</summary>
    IAsyncEnumerable<MarkedDay> ReadMarksAsync(Guid client, CancellationToken cancellationToken);

    /// <summary>Clears the mark if it is still that of this change; else a newer change awaits its own turn.</summary>
    Task ClearMarkAsync(ChangedDay changed, CancellationToken cancellationToken);
}

/// <param name="Since">When the day was marked last, by the storage's clock.</param>
public sealed record MarkedDay(ChangedDay Day, DateTimeOffset Since);
