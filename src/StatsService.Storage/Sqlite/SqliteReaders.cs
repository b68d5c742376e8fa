using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace StatsService.Storage.Sqlite;

/// <summary>A few connections on which reads run side by side, and beside the writer.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private const int MaxReaders = 8;
    private readonly SemaphoreSlim turns = new(MaxReaders);
    private readonly ConcurrentBag<SqliteSession> idle = [];

    /// <param name="read">Short: it ends its queries before it returns, since an open one keeps the write-ahead log growing.</param>
    /// <exception cref="StorageUnavailableException">The file can't be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        SqliteSession? session = null;
        try
        {
            if (!idle.TryTake(out session))
                session = file.Open();
            var answer = read(session);
            idle.Add(session);
            return answer;
        }
        catch (SqliteException fault)
        {
            // The next read begins with a new connection, whatever state this one is in.
            session?.Dispose();
            throw fault.ToUnavailable();
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var session))
            session.Dispose();
        turns.Dispose();
    }
}
