using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace StatsService.Storage.Sqlite;

/// <summary>The rows of one table in the database file.</summary>
/// <param name="name">Without the prefix, for interceptors.</param>
/// <param name="stored">With the prefix, as the rows have it.</param>
internal sealed class SqliteTable(SqliteReaders readers, SqliteWriter writer, StorageOperations operations, string name, string stored) : Table
{
    private const int PageRows = 1000;
    private const int PageBytes = 4 * 1024 * 1024;

    // As much as Azure takes in one transaction once it is Base64.
    private const int MaxWriteBytes = 3 * 1024 * 1024;

    private const string Revision = "SELECT revision FROM rows WHERE tbl = $0 AND partition = $1 AND key = $2";

    private const string NextPartitions = """
        WITH RECURSIVE next(partition) AS (
            SELECT (SELECT min(partition) FROM rows WHERE tbl = $0 AND partition > $1)
            UNION ALL
            SELECT (SELECT min(partition) FROM rows WHERE tbl = $0 AND partition > next.partition) FROM next WHERE next.partition IS NOT NULL)
        SELECT partition FROM next WHERE partition IS NOT NULL LIMIT $2
        """;

    public override int MaxRowBytes => RowLimits.MaxRowBytes;

    public override Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken) => ReadAsync(
        new StorageOperation("find", name, partition, Key: key),
        session =>
        {
            using var found = session.Query(
                "SELECT key, revision, changed_at, columns FROM rows WHERE tbl = $0 AND partition = $1 AND key = $2", stored, partition, key);
            return found.Read() ? ToRow(found, null) : null;
        },
        cancellationToken);

    public override async IAsyncEnumerable<Row> ReadAsync(
        string partition, KeyRange range, IReadOnlyList<string>? columns, int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = limit ?? int.MaxValue;
        while (left > 0)
        {
            var (from, count) = (range.From, Math.Min(left, PageRows));
            var (rows, isEnd) = await ReadAsync(
                new StorageOperation("read", name, partition),
                session => ReadPage(session, new PageOf(partition, from, range.To, columns, count)),
                cancellationToken);
            foreach (var row in rows)
                yield return row;
            if (isEnd)
                yield break;
            left -= rows.Count;
            // The first key that can come after the last one.
            range = range with { From = rows[^1].Key + "\0" };
        }
    }

    public override async IAsyncEnumerable<string> ReadPartitionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        List<string> page;
        do
        {
            page = await ReadAsync(new StorageOperation("read", name, null), session => ReadPartitions(session, last), cancellationToken);
            foreach (var partition in page)
                yield return last = partition;
        }
        while (page.Count == PageRows);
    }

    public override bool Fits(RowChanges changes) =>
        changes.Count <= RowLimits.MaxRowsOfWrite
        && changes.All.All(change => RowLimits.Fits(change.Row))
        && changes.All.Sum(change => change.Row.Size) <= MaxWriteBytes;

    /// <summary>Nothing has to be made: all tables lie in one of the file.</summary>
    public override Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<WriteResult> WriteFittingAsync(RowChanges changes, CancellationToken cancellationToken)
    {
        // Outside of the writer, for which others wait.
        byte[][] encoded = [.. changes.All.Select(change => change.IsDeletion ? [] : ColumnCodec.Write(change.Row))];
        WriteResult? done = null;
        return operations.RunAsync(
            StorageOperations.Tables,
            new StorageOperation("write", name, changes.Partition, changes),
            // Nothing is lost between the file and this process, so a try that an interceptor took for lost is not made again.
            async _ => done is { IsDone: true } ? done : done = await writer.WriteAsync(session => Write(session, changes, encoded), cancellationToken),
            cancellationToken);
    }

    private static Row ToRow(SqliteDataReader found, IReadOnlyList<string>? columns)
    {
        var row = new Row(found.GetString(0)) { Revision = Spell(found.GetInt64(1)), ChangedAt = new DateTimeOffset(found.GetInt64(2), TimeSpan.Zero) };
        if (columns is not { Count: 0 })
            ColumnCodec.Read(found.GetFieldValue<byte[]>(3), row, columns);
        return row;
    }

    private static string Spell(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    private Task<T> ReadAsync<T>(StorageOperation operation, Func<SqliteSession, T> read, CancellationToken cancellationToken) =>
        operations.RunAsync(StorageOperations.Tables, operation, _ => readers.ReadAsync(read, cancellationToken), cancellationToken);

    private (List<Row> Rows, bool IsEnd) ReadPage(SqliteSession session, PageOf page)
    {
        // One more than wanted tells whether there are more.
        using var found = session.Query(
            page.Columns is { Count: 0 }
                ? "SELECT key, revision, changed_at FROM rows WHERE tbl = $0 AND partition = $1 AND key >= $2 AND key < $3 ORDER BY key LIMIT $4"
                : "SELECT key, revision, changed_at, columns FROM rows WHERE tbl = $0 AND partition = $1 AND key >= $2 AND key < $3 ORDER BY key LIMIT $4",
            stored, page.Partition, page.From, page.To, page.Rows + 1);
        var rows = new List<Row>();
        for (var bytes = 0; found.Read(); bytes += rows[^1].Size)
        {
            if (rows.Count == page.Rows || bytes > PageBytes)
                return (rows, false);
            rows.Add(ToRow(found, page.Columns));
        }

        return (rows, true);
    }

    private List<string> ReadPartitions(SqliteSession session, string after)
    {
        using var found = session.Query(NextPartitions, stored, after, PageRows);
        var partitions = new List<string>();
        while (found.Read())
            partitions.Add(found.GetString(0));
        return partitions;
    }

    /// <summary>First asks all conditions, then makes all changes: nobody else writes in between, and a refused write has changed nothing.</summary>
    private WriteResult Write(SqliteSession session, RowChanges changes, byte[][] encoded)
    {
        for (var index = 0; index < changes.Count; index++)
        {
            if (Failure(session, changes.Partition, changes.All[index]) is not WriteFailure.None and var failure)
                return new WriteResult(failure, index, []);
        }

        var revision = (long)session.Value("UPDATE revisions SET last = last + 1 RETURNING last")!;
        var now = DateTimeOffset.UtcNow.Ticks;
        for (var index = 0; index < changes.Count; index++)
        {
            var change = changes.All[index];
            if (change.IsDeletion)
                session.Execute("DELETE FROM rows WHERE tbl = $0 AND partition = $1 AND key = $2", stored, changes.Partition, change.Row.Key);
            else
                session.Execute("INSERT OR REPLACE INTO rows VALUES ($0, $1, $2, $3, $4, $5)", stored, changes.Partition, change.Row.Key, revision, now, encoded[index]);
        }

        return WriteResult.Done([.. changes.All.Select(change => change.IsDeletion ? null : Spell(revision))]);
    }

    private WriteFailure Failure(SqliteSession session, string partition, RowChange change)
    {
        if (change.Action == RowAction.Put)
            return WriteFailure.None;
        var revision = session.Value(Revision, stored, partition, change.Row.Key) as long?;
        return change.Action switch
        {
            RowAction.Add => revision is null ? WriteFailure.None : WriteFailure.Exists,
            _ when revision is null => WriteFailure.Gone,
            RowAction.DeleteAny => WriteFailure.None,
            _ => Spell(revision.Value) == change.Revision ? WriteFailure.None : WriteFailure.Changed,
        };
    }

    private sealed record PageOf(string Partition, string From, string To, IReadOnlyList<string>? Columns, int Rows);
}
