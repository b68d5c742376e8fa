using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace StatsService.Storage.Sqlite;

/// <summary>A few connections on which reads run side by side, and beside the writer.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private const int MaxReaders = 4;
    private readonly SqliteFile file;

    // Holds a turn for each reader: with the connection that was opened for it, or null.
    private readonly Channel<SqliteSession?> turns = Channel.CreateUnbounded<SqliteSession?>();

    public SqliteReaders(SqliteFile file)
    {
        this.file = file;
        for (var reader = 0; reader < MaxReaders; reader++)
            turns.Writer.TryWrite(null);
    }

    /// <param name="read">Short: it ends its queries before it returns, since an open one keeps the write-ahead log growing.</param>
    /// <exception cref="StorageUnavailableException">The file can't be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        var session = await TakeTurnAsync(cancellationToken);
        try
        {
            session ??= file.Open();
            return read(session);
        }
        catch (SqliteException fault)
        {
            // The next read begins with a new connection, whatever state this one is in.
            session?.Dispose();
            session = null;
            throw fault.ToUnavailable();
        }
        finally
        {
            if (!turns.Writer.TryWrite(session))
                session?.Dispose();
        }
    }

    public void Dispose()
    {
        turns.Writer.TryComplete();
        while (turns.Reader.TryRead(out var session))
            session?.Dispose();
    }

    private async Task<SqliteSession?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await turns.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException ending)
        {
            throw new StorageUnavailableException("The service is ending.", ending);
        }
    }
}
