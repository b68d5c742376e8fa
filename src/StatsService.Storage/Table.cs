namespace StatsService.Storage;

/// <summary>Rows by partition and key, in the order of their keys. A row's text and bytes together hold up to <see cref="MaxRowBytes"/>.</summary>
/// <remarks>
/// Every member throws <see cref="StorageUnavailableException"/> for whatever the storage answers that is no answer of this
/// description; a write that failed so may have been done all the same. What is safe to repeat was repeated before.
/// </remarks>
public abstract class Table
{
    private const int DeletionRows = 100;
    private const int ParallelDeletions = 8;

    /// <summary>Bytes that the columns of one row may take together.</summary>
    public abstract int MaxRowBytes { get; }

    /// <summary>One operation.</summary>
    /// <returns>Null where there is no such row.</returns>
    public abstract Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken);

    /// <summary>The rows of a range, in the order of their keys; one operation for each page of up to 1,000 rows.</summary>
    /// <param name="columns">Those that are read; null: all; none: the keys alone.</param>
    /// <param name="limit">How many rows are wanted at most; null: all.</param>
    public abstract IAsyncEnumerable<Row> ReadAsync(
        string partition, KeyRange range, IReadOnlyList<string>? columns = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>The keys of the partitions that have rows. It reads the whole table: for administrators and tests.</summary>
    public abstract IAsyncEnumerable<string> ReadPartitionsAsync(CancellationToken cancellationToken);

    /// <summary>Whether the changes fit one write: their number, the size of each row, and the size of all of them.</summary>
    public abstract bool Fits(RowChanges changes);

    /// <summary>Makes the table where it is missing, which first use does too.</summary>
    public abstract Task CreateAsync(CancellationToken cancellationToken);

    /// <summary>Makes all changes, or none; one operation. A write whose answer was lost and that was done all the same is told as done.</summary>
    /// <exception cref="ArgumentException">The changes do not fit.</exception>
    public async Task<WriteResult> WriteAsync(RowChanges changes, CancellationToken cancellationToken) =>
        changes.Count == 0 ? WriteResult.Done([])
        : Fits(changes) ? await WriteFittingAsync(changes, cancellationToken)
        : throw new ArgumentException("These changes don't fit one write.", nameof(changes));

    /// <summary>Deletes the rows of a range, whoever wrote them, in as many operations as it takes. Calling it again completes what a failure interrupted.</summary>
    public async Task DeleteAsync(string partition, KeyRange range, CancellationToken cancellationToken)
    {
        await foreach (var rows in ReadAsync(partition, range, columns: [], cancellationToken: cancellationToken).Chunk(DeletionRows).WithCancellation(cancellationToken))
        {
            var deletions = new RowChanges(partition);
            foreach (var row in rows)
                deletions.DeleteAny(row.Key);
            if ((await WriteAsync(deletions, cancellationToken)).IsDone)
                continue;

            // Another deletes too: then row by row, where a missing one is no error.
            foreach (var row in rows)
                await WriteAsync(new RowChanges(partition).DeleteAny(row.Key), cancellationToken);
        }
    }

    /// <summary>Deletes all rows; the table stays.</summary>
    public Task EmptyAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        ReadPartitionsAsync(cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletions, CancellationToken = cancellationToken },
        async (partition, token) => await DeleteAsync(partition, KeyRange.All, token));

    /// <param name="changes">At least one, and they fit.</param>
    protected abstract Task<WriteResult> WriteFittingAsync(RowChanges changes, CancellationToken cancellationToken);
}
