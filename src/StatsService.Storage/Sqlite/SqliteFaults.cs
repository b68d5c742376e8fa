using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StatsService.Storage.Sqlite;

/// <summary>Turns what SQLite can't do at the moment into a sentence.</summary>
internal static class SqliteFaults
{
    public static StorageUnavailableException ToUnavailable(this SqliteException fault) => new(
        fault.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => "The disk that holds the database is full; nothing of this was stored.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another process keeps the database locked.",
            raw.SQLITE_READONLY => "The database can't be written.",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The database is damaged.",
            raw.SQLITE_IOERR => "The disk that holds the database gave an error.",
            _ => $"The database failed: {fault.Message}",
        },
        fault)
    { Status = 503, IsFull = fault.SqliteErrorCode is raw.SQLITE_FULL };
}
