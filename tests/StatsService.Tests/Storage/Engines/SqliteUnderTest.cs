using System.Diagnostics.Metrics;
using StatsService.Storage;
using StatsService.Storage.Sqlite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A database file in a folder of its own, which every engine opens anew, as another process would.</summary>
public sealed class SqliteUnderTest : StorageUnderTest
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-sqlite");
    private readonly Meter meter = new(nameof(SqliteUnderTest));
    private readonly List<SqliteStorage> opened = [];

    public string Path => System.IO.Path.Combine(folder.FullName, "stats.db");

    public override StorageEngine Open(params IReadOnlyList<StorageInterceptor> interceptors)
    {
        var engine = new SqliteStorage(Path, "", new StorageOperations(meter, interceptors));
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

    public override ValueTask DisposeAsync()
    {
        Close();
        meter.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
