using StatsService.Running;

namespace StatsService.Bench;

/// <summary>An empty storage, on which several instances may run, in a temporary folder or in memory; it goes when it is disposed of.</summary>
/// <param name="inMemory">Azurite keeps its data in memory.</param>
/// <param name="sqlite">A database file instead of Azurite: for one instance.</param>
internal sealed class BenchStorage(bool inMemory = false, bool sqlite = false) : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-bench-");
    private AzuriteProcess? azurite;

    public string DatabaseFile => Path.Combine(folder.FullName, "stats.db");

    /// <summary>What a service on it is set to; once it is started.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings => azurite is null
        ? [new("DATABASE_FILE", DatabaseFile)]
        : [new("AzureWebJobsStorage", azurite.ConnectionString)];

    /// <summary>Does nothing where it is started already.</summary>
    public async Task StartAsync()
    {
        if (!sqlite && azurite is null)
            await (azurite = new AzuriteProcess(inMemory ? null : folder.FullName)).StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!folder.Exists)
            return;
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Delete(recursive: true);
        folder.Refresh();
    }
}
