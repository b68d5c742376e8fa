using StatsService.Storage;
using StatsService.Stats;

namespace StatsService.Forwarding;

/// <summary>What arrived in one transaction and awaits being forwarded.</summary>
/// <param name="Sheets">Keys of the sheets that are not forwarded yet.</param>
/// <param name="Version">Of the stored row.</param>
public sealed record OutboxEntry(string Key, DateTimeOffset ArrivedAt, IReadOnlyList<string> Sheets, string Version);

/// <summary>How far an outbox entry got.</summary>
/// <param name="Remaining">Keys of the sheets that still wait; none: the entry is done with.</param>
public sealed record OutboxProgress(OutboxEntry Entry, IReadOnlyList<string> Remaining);

/// <summary>A stat that the remote instance refuses for good; it stays among the client's stats here.</summary>
/// <param name="Reason">What was answered.</param>
public sealed record RefusedStat(Guid Uuid, StatType Type, DateOnly Date, Guid Anr, string Reason, DateTimeOffset RefusedAt);

/// <summary>The clients' outboxes and how forwarding goes for each. No call reaches another client's rows than the one it names.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public interface IForwardingStore
{
    /// <summary>By arrival, the oldest first.</summary>
    IAsyncEnumerable<OutboxEntry> ReadOutboxAsync(Guid client, CancellationToken cancellationToken);

    Task<ForwardingState> ReadStateAsync(Guid client, CancellationToken cancellationToken);

    /// <summary>Notes progress and state together or not at all.</summary>
    /// <param name="progress">At most <see cref="MaxProgress"/>.</param>
    /// <returns>The state as it is stored now; null where another forwarder changed either meanwhile.</returns>
    Task<ForwardingState?> TryAdvanceAsync(
        Guid client, IReadOnlyList<OutboxProgress> progress, ForwardingState state, CancellationToken cancellationToken);

    /// <summary>Sets stats aside; those that are set aside already get the new reason.</summary>
    Task SetAsideAsync(Guid client, IReadOnlyList<RefusedStat> refused, CancellationToken cancellationToken);

    IAsyncEnumerable<RefusedStat> ListRefusedAsync(Guid client, CancellationToken cancellationToken);

    /// <summary>Forgets that stats were refused; unknown ones are passed over.</summary>
    Task ForgetRefusedAsync(Guid client, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken);

    /// <summary>Entries beside the state in one transaction.</summary>
    const int MaxProgress = 90;
}
