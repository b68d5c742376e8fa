using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>Sees to it that one instance at a time aggregates, because two would only stand in each other's way: a row of the table <c>State</c>.</summary>
/// <remarks>
/// Who finds the lease taken knocks and goes home. The knock changes the row, so that the holder can't let go of it without
/// noticing that something came, and looks again. That costs nothing where nobody knocks.
/// Nothing that must be correct rests on the lease: clocks may differ, and a holder may stand still until another takes its place.
/// </remarks>
public sealed class AggregationLease(StorageEngine storage, TimeProvider time)
{
    private const string Partition = "lease";
    private const string Key = "aggregation";
    private const string Holder = "Holder";
    private const string HeldUntil = "HeldUntil";
    private const string HasKnocked = "HasKnocked";
    private const int MaxConflicts = 50;

    /// <summary>For how long a holder that died keeps the others waiting.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(90);

    private readonly Table table = storage.Table(TableNames.State);

    /// <returns>Null where another holds the lease: it looks once more before it is done.</returns>
    public async Task<HeldLease?> TryTakeAsync(CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            // Nobody holds it mostly.
            var own = new Row(Key) { [Holder] = Guid.NewGuid(), [HeldUntil] = time.GetUtcNow() + Duration };
            var written = await table.WriteAsync(new RowChanges(Partition).Add(own), cancellationToken);
            if (!written.IsDone)
            {
                if (await table.FindAsync(Partition, Key, cancellationToken) is not { } row)
                    continue;
                var isFree = row.GetDateTimeOffset(HeldUntil) <= time.GetUtcNow();
                if (!isFree && row.GetBoolean(HasKnocked) == true)
                    return null;
                var knocked = new Row(Key) { [Holder] = row[Holder], [HeldUntil] = row[HeldUntil], [HasKnocked] = true };
                written = await table.WriteAsync(new RowChanges(Partition).Replace(isFree ? own : knocked, row.Revision!), cancellationToken);
                if (written.IsDone && !isFree)
                    return null;
            }

            if (written.IsDone)
                return new HeldLease(own.GetGuid(Holder)!.Value, written.Revisions[0]!);
        }

        throw new StorageUnavailableException("The lease of the aggregation changes all the time; what is pending is tried again later.");
    }

    /// <returns>Whether something may have come that the holder did not see.</returns>
    public async Task<bool> ReleaseAsync(HeldLease lease, CancellationToken cancellationToken)
    {
        var revision = lease.Revision;
        var hasKnocked = false;
        while (!(await table.WriteAsync(new RowChanges(Partition).Delete(Key, revision), cancellationToken)).IsDone)
        {
            hasKnocked = true;
            if (await table.FindAsync(Partition, Key, cancellationToken) is not { } row || row.GetGuid(Holder) != lease.Holder)
                break;
            revision = row.Revision!;
        }

        return hasKnocked;
    }
}

/// <param name="Revision">That of the row when the lease was taken.</param>
public sealed record HeldLease(Guid Holder, string Revision);
