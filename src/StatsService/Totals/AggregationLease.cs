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
            var row = await table.FindAsync(Partition, Key, cancellationToken);
            var isFree = row is null || row.GetDateTimeOffset(HeldUntil) <= time.GetUtcNow();
            if (!isFree && row!.GetBoolean(HasKnocked) == true)
                return null;
            var next = isFree
                ? new Row(Key) { [Holder] = Guid.NewGuid(), [HeldUntil] = time.GetUtcNow() + Duration }
                : new Row(Key) { [Holder] = row![Holder], [HeldUntil] = row[HeldUntil], [HasKnocked] = true };
            var written = await table.WriteAsync(new RowChanges(Partition).AddOrReplace(next, row?.Revision), cancellationToken);
            if (written.IsDone)
                return isFree ? new HeldLease(next.GetGuid(Holder)!.Value, written.Revisions[0]!) : null;
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
