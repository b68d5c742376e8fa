using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StatsService.Storage.Sqlite;

/// <summary>The database file: how it is opened, and what must be true of it.</summary>
internal sealed class SqliteFile
{
    // "MNRC", so that `file` and this service tell the database from others.
    private const long ApplicationId = 0x4D4E5243;
    private const long Layout = 1;

    private const string Schema = """
        CREATE TABLE rows(
            tbl TEXT NOT NULL, partition TEXT NOT NULL, key TEXT NOT NULL,
            revision INTEGER NOT NULL, changed_at INTEGER NOT NULL, columns BLOB NOT NULL,
            PRIMARY KEY(tbl, partition, key)) WITHOUT ROWID;
        CREATE TABLE messages(
            id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, text TEXT NOT NULL,
            visible_at INTEGER NOT NULL, deliveries INTEGER NOT NULL, receipt INTEGER NOT NULL);
        CREATE INDEX messages_by_time ON messages(queue, visible_at, id);
        CREATE TABLE revisions(last INTEGER NOT NULL);
        INSERT INTO revisions VALUES (0);
        """;

    private readonly string connection;

    /// <exception cref="StorageRefusedException">The service can't work on this file.</exception>
    public SqliteFile(string path)
    {
        Batteries_V2.Init();
        Path = path;
        try
        {
            Path = System.IO.Path.GetFullPath(path);
            connection = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 1 }.ToString();
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            using var session = Open();
            Require(session);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StorageRefusedException($"DATABASE_FILE is {Path}, where no database can be kept: {Reason(exception)}", exception);
        }
    }

    public string Path { get; }

    /// <exception cref="SqliteException">The file can't be opened.</exception>
    public SqliteSession Open()
    {
        var session = new SqliteSession(connection);
        try
        {
            session.Open();
            return session;
        }
        catch (SqliteException)
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is a database of this service, in the layout that this version reads.</summary>
    public static bool IsOfThisVersion(SqliteSession session) =>
        Equals(session.Value("PRAGMA application_id"), ApplicationId) && Equals(session.Value("PRAGMA user_version"), Layout);

    private static string Reason(Exception exception) => exception is SqliteException { SqliteErrorCode: var code }
        ? code switch
        {
            raw.SQLITE_NOTADB => "the file is no SQLite database. Name another file; this one is left as it is.",
            raw.SQLITE_CORRUPT => "the file is damaged. Put back a copy of it, or name another file.",
            raw.SQLITE_READONLY => "the file or its folder can't be written. Give the service's account the right to write both.",
            raw.SQLITE_CANTOPEN => "the file can't be opened. It must be a file, not a folder, and the service's account must have the right to write it and its folder.",
            raw.SQLITE_BUSY => "another process keeps it locked.",
            raw.SQLITE_FULL => "the disk is full.",
            _ => exception.Message,
        }
        : exception.Message;

    private void Require(SqliteSession session)
    {
        // Fails on a file that can't be written. It also keeps two services that start at once from both making the tables.
        session.Execute("BEGIN IMMEDIATE");
        var application = session.Value("PRAGMA application_id");
        var layout = session.Value("PRAGMA user_version");
        if (application is 0L && layout is 0L && session.Value("SELECT count(*) FROM sqlite_schema") is 0L)
        {
            session.Execute(Schema);
            session.Execute($"PRAGMA application_id = {ApplicationId}");
            session.Execute($"PRAGMA user_version = {Layout}");
        }
        else if (application is not ApplicationId)
        {
            throw new StorageRefusedException($"DATABASE_FILE is {Path}, which is a database of another application. Name another file; this one is left as it is.");
        }
        else if (layout is not Layout)
        {
            throw new StorageRefusedException(
                $"DATABASE_FILE is {Path}, which another version of the service has written: its layout is {layout}, and this version reads {Layout}. Start the version that wrote it; the file is left as it is.");
        }

        session.Execute("COMMIT");

        // Readers and the writer don't wait for each other then. The file remembers it.
        if (session.Value("PRAGMA journal_mode = WAL") is not "wal")
            throw new StorageRefusedException($"DATABASE_FILE is {Path}, on a disk that several processes can't share, such as a network drive. Name a file on a disk of this machine.");
    }
}
