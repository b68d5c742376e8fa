using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace StatsService.Storage.Sqlite;

/// <summary>A few connections on which reads run side by side, and beside the writer.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private const int MaxReaders = 4;
    private readonly Channel<Reader> idle = Channel.CreateUnbounded<Reader>();

    public SqliteReaders(SqliteFile file)
    {
        foreach (var reader in Enumerable.Range(0, MaxReaders).Select(_ => new Reader(file)))
            idle.Writer.TryWrite(reader);
    }

    /// <param name="read">Short: it ends its queries before it returns, since an open one keeps the write-ahead log growing.</param>
    /// <exception cref="StorageUnavailableException">The file can't be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        var reader = await TakeAsync(cancellationToken);
        try
        {
            return reader.Read(read);
        }
        finally
        {
            if (!idle.Writer.TryWrite(reader))
                reader.Dispose();
        }
    }

    public void Dispose()
    {
        idle.Writer.TryComplete();
        while (idle.Reader.TryRead(out var reader))
            reader.Dispose();
    }

    private async Task<Reader> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await idle.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException ending)
        {
            throw new StorageUnavailableException("The service is ending.", ending);
        }
    }

    private sealed class Reader(SqliteFile file) : IDisposable
    {
        private SqliteSession? session;

        public T Read<T>(Func<SqliteSession, T> read)
        {
            try
            {
                session ??= file.Open();
                return read(session);
            }
            catch (SqliteException fault)
            {
                // The next read begins with a new connection, whatever state this one is in.
                Dispose();
                throw fault.ToUnavailable();
            }
        }

        public void Dispose()
        {
            session?.Dispose();
            session = null;
        }
    }
}
