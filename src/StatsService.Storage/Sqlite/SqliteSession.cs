using Microsoft.Data.Sqlite;

namespace StatsService.Storage.Sqlite;

/// <summary>A connection with its prepared statements. One caller uses it at a time.</summary>
internal sealed class SqliteSession(string connectionString) : IDisposable
{
    // A busy file is one of which another process, such as the administrator's tool, has a transaction of milliseconds open.
    // FULL: a commit is on the disk before it returns. The cache is at most 8 MiB; a write-ahead log that grew is cut to 64 MiB.
    private const string Settings = """
        PRAGMA busy_timeout = 5000;
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -8192;
        PRAGMA journal_size_limit = 67108864;
        """;

    private readonly SqliteConnection connection = new(connectionString);
    private readonly Dictionary<string, SqliteCommand> prepared = [];

    /// <summary>Whether no transaction is open; SQLite ends one by itself where the disk is full.</summary>
    public bool IsIdle => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) != 0;

    public void Open()
    {
        connection.Open();
        Execute(Settings);
    }

    /// <param name="sql">Its parameters are called <c>$0</c>, <c>$1</c> and so on.</param>
    /// <returns>How many rows were changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Read it to its end or dispose of it: an open reader keeps its state of the file from being overwritten.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteReader();

    /// <returns>Null where there is no row, or no value in it.</returns>
    public object? Value(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Writes all that this database holds at this moment into the other one, while others go on writing here.</summary>
    public void CopyTo(SqliteSession other) => connection.BackupDatabase(other.connection);

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            prepared[sql] = command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var number = 0; number < values.Length; number++)
                command.Parameters.Add(new SqliteParameter($"${number}", null));
        }

        for (var number = 0; number < values.Length; number++)
            command.Parameters[number].Value = values[number];
        return command;
    }
}
