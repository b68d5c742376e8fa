using Microsoft.Data.Sqlite;
using StatsService.Storage;
using StatsService.Storage.Sqlite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A database file in a folder of its own, which every engine opens anew, as another process would.</summary>
public sealed class SqliteUnderTest : StorageUnderTest
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-sqlite");
    private readonly List<SqliteStorage> opened = [];

    public string Folder => folder.FullName;

    public string File => Path.Combine(Folder, "stats.db");

    public override IEnumerable<string> Settings => ["AzureWebJobsStorage=", $"DATABASE_FILE={File}"];

    public override StorageEngine Open(params IReadOnlyList<StorageInterceptor> interceptors) => Open(File, interceptors);

    /// <summary>An engine on another file.</summary>
    public StorageEngine Open(string path, params IReadOnlyList<StorageInterceptor> interceptors)
    {
        var engine = new SqliteStorage(path, "", new StorageOperations(Meter, interceptors));
        lock (opened)
            opened.Add(engine);
        return engine;
    }

    /// <summary>Ends the engines, as a service that ends does.</summary>
    public void Close()
    {
        opened.ForEach(engine => engine.Dispose());
        opened.Clear();
    }

    public override Task<object?> CheckAsync() => CheckAsync(File);

    /// <summary>What SQLite says of a file as a whole: <c>ok</c>, or what is wrong with it.</summary>
    public static async Task<object?> CheckAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        Close();
        folder.Delete(recursive: true);
        await base.DisposeAsync();
    }
}
