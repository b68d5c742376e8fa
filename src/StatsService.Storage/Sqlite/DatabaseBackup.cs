using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace StatsService.Storage.Sqlite;

/// <summary>Copies the database file of a service, and puts a copy back.</summary>
/// <param name="databaseFile">What <c>DATABASE_FILE</c> names.</param>
public sealed class DatabaseBackup(string databaseFile)
{
    private const string NothingWasChanged = "Nothing was changed.";
    private readonly string database = Path.GetFullPath(databaseFile);

    /// <summary>
    /// Writes all that the database holds at this moment into a new file, while the service goes on reading and writing, and reads that file
    /// through. It is a database of its own, which only its owner may read.
    /// </summary>
    /// <exception cref="StorageRefusedException">No copy was made: the database or the new file is not as it should be.</exception>
    public void Save(string target)
    {
        if (File.Exists(target))
            throw new StorageRefusedException($"{target} exists already. No backup was made; name another file.");
        var part = $"{target}.part";
        try
        {
            Copy(database, part);
            File.Move(part, target);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException($"No backup of {database} was made: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Puts a copy in the place of the database. What was there is kept beside it, under another name.</summary>
    /// <param name="now">Becomes part of that name.</param>
    /// <returns>The file that holds what was there; null where nothing was.</returns>
    /// <exception cref="StorageRefusedException">The copy is not whole, or a program has the database open. Nothing was changed.</exception>
    public string? Restore(string backup, DateTimeOffset now)
    {
        var fresh = $"{database}.restoring";
        try
        {
            Copy(backup, fresh);
            RequireUnused();
            var aside = SetAside(now);
            File.Move(fresh, database);
            return aside;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException($"{backup} can't be put back: {exception.Message} {NothingWasChanged}", exception);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private static SqliteSession Open(string file, SqliteOpenMode mode)
    {
        var session = new SqliteSession(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ToString());
        session.Open();
        return session;
    }

    private static void Copy(string from, string to)
    {
        if (!File.Exists(from))
            throw new StorageRefusedException($"There is no file {from} that this account may see. {NothingWasChanged}");
        CreatePrivately(to);
        using var copy = Open(to, SqliteOpenMode.ReadWrite);
        using (var source = Open(from, SqliteOpenMode.ReadOnly))
            source.CopyTo(copy);

        // Whole in one file, without a write-ahead log beside it.
        copy.Execute("PRAGMA journal_mode = DELETE");
        if (!SqliteFile.IsOfThisVersion(copy))
            throw new StorageRefusedException($"{from} is no database that this version of the service reads. {NothingWasChanged}");
        if (copy.Value("PRAGMA integrity_check") is not "ok")
            throw new StorageRefusedException($"{from} is damaged. {NothingWasChanged}");
    }

    private static void CreatePrivately(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(file, options).Dispose();
    }

    /// <summary>SQLite ends the write-ahead log, and so makes one file of the database, only for the one program that has it open.</summary>
    private void RequireUnused()
    {
        if (!File.Exists(database))
            return;
        try
        {
            using var session = Open(database, SqliteOpenMode.ReadWrite);
            if (session.Value("PRAGMA journal_mode = DELETE") is "delete")
                return;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            // The very reason to put a copy back.
            return;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            // In use, as below.
        }

        throw new StorageRefusedException($"A program has {database} open, probably the service: stop it first. {NothingWasChanged}");
    }

    private string? SetAside(DateTimeOffset now)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{database}.before-restore-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        // A damaged database may still have its log.
        foreach (var suffix in ((string[])["", "-wal", "-shm"]).Where(suffix => File.Exists(database + suffix)))
            File.Move(database + suffix, aside + suffix);
        return File.Exists(aside) ? aside : null;
    }
}
