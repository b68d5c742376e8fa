using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>How far the search for orphans has come, for it goes a part at a time.</summary>
/// <param name="Client">Whose guards were looked at last; null: the first client's are next.</param>
/// <param name="Guard">The last guard of that client that was looked at; null: all were.</param>
/// <param name="Anr">The last ANR whose index was looked at; null: the first is next.</param>
public sealed record OrphanCursor(Guid? Client, Guid? Guard, Guid? Anr)
{
    public static OrphanCursor Start { get; } = new(null, null, null);
}

/// <summary>What a part of the search found.</summary>
/// <param name="Last">What was looked at last; null: the end was reached.</param>
/// <param name="Removed">How many orphans were removed.</param>
public sealed record OrphanSearch(Guid? Last, int Seen, int Removed);

/// <summary>Finds and removes rows beside the stats that no stat belongs to any more: none should be there.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public interface IOrphanStore
{
    /// <summary>Removes guards of a client that keep the UUID of a stat which is not stored.</summary>
    /// <param name="after">Null: from the first guard on.</param>
    /// <param name="count">How many guards to look at, about.</param>
    Task<OrphanSearch> RemoveGuardsAsync(Guid client, Guid? after, int count, CancellationToken cancellationToken);

    /// <summary>Removes entries of the index by ANR which name a client that has no stats of the ANR.</summary>
    /// <param name="after">Null: from the first ANR on.</param>
    /// <param name="count">How many entries to look at, about.</param>
    /// <param name="olderThan">Younger ones may be ahead of their stats.</param>
    Task<OrphanSearch> RemoveAnrsAsync(Guid? after, int count, IReadOnlySet<Guid> clients, DateTimeOffset olderThan, CancellationToken cancellationToken);

    Task<OrphanCursor> ReadCursorAsync(CancellationToken cancellationToken);

    Task WriteCursorAsync(OrphanCursor cursor, CancellationToken cancellationToken);
}
