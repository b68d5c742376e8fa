using System.Collections.Concurrent;

namespace StatsService.Storage.Sqlite;

/// <summary>Tables and queues in one database file, which several processes of one machine may use at the same time.</summary>
internal sealed class SqliteStorage : StorageEngine, IDisposable
{
    private readonly SqliteFile file;
    private readonly string prefix;
    private readonly ConcurrentDictionary<string, Table> tables = new();
    private readonly ConcurrentDictionary<string, Queue> queues = new();

    /// <param name="path">Of the file, which is made with its folder where it is missing.</param>
    /// <param name="prefix">Stands before the names of all tables and queues.</param>
    /// <exception cref="StorageRefusedException">The service can't work on this file.</exception>
    public SqliteStorage(string path, string prefix, StorageOperations operations)
    {
        this.prefix = prefix;
        file = new SqliteFile(path);
        Operations = operations;
        Readers = new SqliteReaders(file);
        Writer = new SqliteWriter(file);
    }

    public override string Name => file.Path;

    public override bool IsRemote => false;

    public StorageOperations Operations { get; }

    public SqliteReaders Readers { get; }

    public SqliteWriter Writer { get; }

    public override Table Table(string name) => tables.GetOrAdd(name, _ => new SqliteTable(Readers, Writer, Operations, name, prefix + name));

    public override Queue Queue(string name) => queues.GetOrAdd(name, _ => new SqliteQueue(this, name, prefix + name));

    /// <summary>Waits for writes that were begun.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        Readers.Dispose();
    }
}
