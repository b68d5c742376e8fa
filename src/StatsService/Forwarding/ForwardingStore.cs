using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Forwarding;

/// <summary>
/// The clients' outboxes and how forwarding goes for each: the rows <c>outbox_…</c>, <c>forwarding</c> and <c>refused_…</c> of a
/// client's partition in the table <c>Stats</c>. No call reaches another client's rows than the one it names.
/// </summary>
public sealed class ForwardingStore(StorageEngine storage)
{
    /// <summary>Outbox entries whose progress one write notes, beside the state.</summary>
    public const int MaxProgress = 90;

    private readonly Table table = storage.Table(TableNames.Stats);

    /// <summary>By arrival, the oldest first.</summary>
    public IAsyncEnumerable<OutboxEntry> ReadOutboxAsync(Guid client, CancellationToken cancellationToken) =>
        table.ReadAsync(StatKeys.Partition(client), KeyRange.StartingWith(StatKeys.OutboxPrefix), cancellationToken: cancellationToken)
            .Select(row => new OutboxEntry(row.Key, StatKeys.ArrivalOf(row.Key), OutboxRow.ReadSheets(row), row.Revision!));

    public async Task<ForwardingState> ReadStateAsync(Guid client, CancellationToken cancellationToken) =>
        await table.FindAsync(StatKeys.Partition(client), StatKeys.Forwarding, cancellationToken) is { } row
            ? ForwardingRows.ToState(row)
            : new ForwardingState();

    /// <summary>Notes progress and state together or not at all.</summary>
    /// <param name="progress">At most <see cref="MaxProgress"/>.</param>
    /// <returns>The state as it is stored now; null where another forwarder changed either meanwhile.</returns>
    public async Task<ForwardingState?> TryAdvanceAsync(
        Guid client, IReadOnlyList<OutboxProgress> progress, ForwardingState state, CancellationToken cancellationToken)
    {
        var changes = new RowChanges(StatKeys.Partition(client)).AddOrReplace(ForwardingRows.FromState(state), state.Revision);
        foreach (var (entry, remaining) in progress)
        {
            if (remaining.Count > 0)
                changes.Replace(OutboxRow.Create(entry.Key, remaining), entry.Revision);
            else
                changes.Delete(entry.Key, entry.Revision);
        }

        var result = await table.WriteAsync(changes, cancellationToken);
        return result.IsDone ? state with { Revision = result.Revisions[0] } : null;
    }

    /// <summary>Sets stats aside; those that are set aside already get the new reason.</summary>
    public async Task SetAsideAsync(Guid client, IReadOnlyList<RefusedStat> refused, CancellationToken cancellationToken)
    {
        foreach (var part in refused.DistinctBy(stat => stat.Uuid).Chunk(MaxProgress))
        {
            var changes = new RowChanges(StatKeys.Partition(client));
            foreach (var stat in part)
                changes.Put(ForwardingRows.FromRefused(stat));
            await table.WriteAsync(changes, cancellationToken);
        }
    }

    public IAsyncEnumerable<RefusedStat> ListRefusedAsync(Guid client, CancellationToken cancellationToken) =>
        table.ReadAsync(StatKeys.Partition(client), KeyRange.StartingWith(StatKeys.RefusedPrefix), cancellationToken: cancellationToken)
            .Select(ForwardingRows.ToRefused);

    /// <summary>Forgets that stats were refused; unknown ones are passed over.</summary>
    public async Task ForgetRefusedAsync(Guid client, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken)
    {
        // One by one: in a write of several, one that is gone already would keep the others.
        foreach (var uuid in uuids)
            await table.WriteAsync(new RowChanges(StatKeys.Partition(client)).DeleteAny(StatKeys.Refused(uuid)), cancellationToken);
    }
}
