using System.Collections.Concurrent;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>The rows that keep a client from storing a UUID twice, as far as they are known here.</summary>
/// <remarks>
/// A stat that came with a UUID has a row <c>uuid_…</c> of its own; those that came without have one row for each request, see
/// <see cref="RequestGuard"/>. The UUID itself tells which of the two it is.
/// </remarks>
internal sealed class StatGuards(Table table, Guid client)
{
    private const int ParallelReads = 16;

    private readonly string partition = StatKeys.Partition(client);
    private readonly ConcurrentDictionary<Guid, RequestGuard> requests = new();

    /// <summary>Which of the UUIDs the client has stored; one operation for each row that guards them.</summary>
    public async Task<IReadOnlySet<Guid>> FindStoredAsync(IReadOnlyCollection<Guid> uuids, CancellationToken cancellationToken)
    {
        var stored = new ConcurrentBag<Guid>();
        await Parallel.ForEachAsync(
            uuids.GroupBy(uuid => DerivedUuid.IsDerived(uuid) ? DerivedUuid.RequestOf(uuid) : uuid),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken },
            async (guarded, token) =>
            {
                if (!DerivedUuid.IsDerived(guarded.Key))
                {
                    if (await table.FindAsync(partition, StatKeys.Guard(guarded.Key), token) is not null)
                        stored.Add(guarded.Key);
                    return;
                }

                var row = await table.FindAsync(partition, StatKeys.Batch(guarded.Key), token);
                var request = requests[guarded.Key] = row is null ? RequestGuard.None(guarded.Key) : RequestGuard.FromRow(row, row.Revision);
                foreach (var uuid in guarded.Where(request.Has))
                    stored.Add(uuid);
            });
        return stored.ToHashSet();
    }

    /// <summary>Reads the rows of all of the client's requests, as removing stats takes; one operation for each 1,000.</summary>
    public async Task ReadRequestsAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in table.ReadAsync(partition, KeyRange.StartingWith(StatKeys.BatchPrefix), cancellationToken: cancellationToken))
        {
            var request = RequestGuard.FromRow(row, row.Revision);
            requests[request.Request] = request;
        }
    }

    /// <summary>Adds to a write what guards the stats that are stored with it. It is refused where one of them is stored by now.</summary>
    public void Add(IEnumerable<Guid> uuids, RowChanges changes)
    {
        foreach (var kind in uuids.ToLookup(DerivedUuid.IsDerived))
        {
            if (kind.Key)
            {
                foreach (var request in kind.GroupBy(DerivedUuid.RequestOf))
                    Request(request.Key).Add([.. request], changes);
            }
            else
            {
                foreach (var uuid in kind)
                    changes.Add(new Row(StatKeys.Guard(uuid)));
            }
        }
    }

    /// <summary>Adds to a write that the stats are no longer guarded. It is refused where others removed one of them meanwhile.</summary>
    public void Remove(IEnumerable<Guid> uuids, RowChanges changes)
    {
        foreach (var kind in uuids.ToLookup(DerivedUuid.IsDerived))
        {
            if (kind.Key)
            {
                foreach (var request in kind.GroupBy(DerivedUuid.RequestOf))
                    Request(request.Key).Remove([.. request], changes);
            }
            else
            {
                foreach (var uuid in kind)
                    changes.DeleteAny(StatKeys.Guard(uuid));
            }
        }
    }

    /// <summary>Takes over what a write that was done changed.</summary>
    public void TakeOver(RowChanges changes, WriteResult result)
    {
        foreach (var (index, change) in changes.All.Index().Where(change => change.Item.Row.Key.StartsWith(StatKeys.BatchPrefix, StringComparison.Ordinal)))
        {
            var request = RequestGuard.FromRow(change.Row, result.Revisions[index]);
            requests[request.Request] = request;
        }
    }

    private RequestGuard Request(Guid request) => requests.GetValueOrDefault(request) ?? RequestGuard.None(request);
}
