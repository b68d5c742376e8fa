using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StatsService.Storage.Sqlite;

/// <summary>The one writer of this process: writes that wait at the same time go to the disk together, and each is answered when it is there.</summary>
internal sealed class SqliteWriter : IDisposable
{
    // What the others of a group wait for at most.
    private const int MaxGroup = 100;

    private readonly SqliteFile file;
    private readonly Channel<Work> waiting = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task writing;
    private SqliteSession? session;

    public SqliteWriter(SqliteFile file)
    {
        this.file = file;
        writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Has the work done in a transaction with others, and answers after its commit.</summary>
    /// <param name="work">It sees all that was written before. It may run twice, of which the first time is undone.</param>
    /// <exception cref="StorageUnavailableException">Nothing of it was stored.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        // Once it waits it is not withdrawn: its turn comes in milliseconds.
        cancellationToken.ThrowIfCancellationRequested();
        var item = new Work(session => work(session));
        return waiting.Writer.TryWrite(item) ? (T)(await item.Done)! : throw new StorageUnavailableException("The service is ending.");
    }

    public void Dispose()
    {
        waiting.Writer.TryComplete();
        writing.Wait();
        session?.Dispose();
    }

    private void WriteAll()
    {
        var group = new List<Work>();
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MaxGroup && waiting.Reader.TryRead(out var item))
                group.Add(item);
            Write(group);
            group.Clear();
        }
    }

    private void Write(List<Work> group)
    {
        try
        {
            session ??= file.Open();
            session.Execute("BEGIN IMMEDIATE");
            foreach (var item in group)
                item.Run(session);
            session.Execute("COMMIT");
            group.ForEach(item => item.Answer());
        }
        catch (Exception exception)
        {
            Undo();
            var fault = exception as SqliteException;
            if (group.Count > 1 && fault is null or { SqliteErrorCode: raw.SQLITE_FULL })
                // One of them may be at fault, or too large for what the disk has left; the others are not to suffer for it.
                group.ForEach(item => Write([item]));
            else
                group.ForEach(item => item.Fail(fault?.ToUnavailable() ?? exception));
        }
    }

    private void Undo()
    {
        try
        {
            if (session is { IsIdle: false })
                session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Closing the connection undoes as well; the next write opens another.
            session?.Dispose();
            session = null;
        }
    }

    private sealed class Work(Func<SqliteSession, object?> work)
    {
        private readonly TaskCompletionSource<object?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private object? answer;

        public Task<object?> Done => done.Task;

        public void Run(SqliteSession session) => answer = work(session);

        public void Answer() => done.SetResult(answer);

        public void Fail(Exception exception) => done.SetException(exception);
    }
}
