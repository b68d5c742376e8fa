using StatsService.Storage;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>A client's share in a day's total.</summary>
public sealed record Share(Guid Client, Tally Tally);

/// <summary>Stored tallies of a type and day, as they were read: a write succeeds only if they are still the same.</summary>
/// <param name="Revision">The store's own mark of what was read.</param>
public sealed record StoredTally(Tally Tally, string? Revision)
{
    /// <summary>What is read where nothing is stored.</summary>
    public static StoredTally None => new(new Tally(), null);
}

/// <summary>Tallies of days, ready to be read: by client, and summed over clients.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public interface IRollupStore
{
    Task<StoredTally> ReadTotalAsync(StatType type, DateOnly date, CancellationToken cancellationToken);

    Task<StoredTally> ReadShareAsync(StatType type, DateOnly date, Guid client, CancellationToken cancellationToken);

    /// <summary>All clients' shares in a day, in the order of the clients' UUIDs.</summary>
    IAsyncEnumerable<Share> ReadSharesAsync(StatType type, DateOnly date, CancellationToken cancellationToken);

    /// <summary>The totals of a month's days with stats, in their order: one operation.</summary>
    Task<IReadOnlyList<DayTally>> ReadMonthAsync(StatType type, Month month, CancellationToken cancellationToken);

    /// <summary>Replaces shares of a day and its total together. A share without stats is removed.</summary>
    /// <remarks>
    /// A total is written each time and never removed: only so does whoever read it before fail, where the day came
    /// and went again since.
    /// </remarks>
    /// <returns>False where one of them is no longer what was read; nothing is written then.</returns>
    /// <exception cref="FullTotalException">The total is larger than what can be stored; nothing is written.</exception>
    Task<bool> TryReplaceAsync(StatType type, DateOnly date, IReadOnlyList<ShareChange> shares, TallyChange total, CancellationToken cancellationToken);

    /// <summary>Tells readers that a total of the month changed.</summary>
    Task ChangeVersionAsync(StatType type, Month month, CancellationToken cancellationToken);

    /// <summary>The versions of all months that ever had a total: one operation.</summary>
    Task<IReadOnlyDictionary<Month, string>> ReadVersionsAsync(StatType type, CancellationToken cancellationToken);
}

public sealed record TallyChange(StoredTally Read, Tally New);

public sealed record ShareChange(Guid Client, TallyChange Change);

/// <summary>A day's total has no room for more objects.</summary>
public sealed class FullTotalException() : Exception("The day's total is larger than what can be stored.");
