using System.IO.Compression;
using Azure.Storage.Blobs;
using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;

namespace StatsService.Tests.Housekeeping;

public sealed class ExportFilesTests(AzuriteFixture azurite) : IDisposable
{
    private const string EachSecond = "EXPORT_SCHEDULE=* * * * * *";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("exports");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Each_client_is_a_file_of_the_container_and_all_of_them_make_the_same_storage()
    {
        var prefix = azurite.NewPrefix();
        using var service = new ServiceProcess(azurite.ConnectionString, prefix, "EXPORT_CONTAINER=exports", EachSecond);
        await service.StartAsync();
        var (one, two) = (await service.RegisterAsync("one"), await service.RegisterAsync("two"));
        (await one.PostAsync(PostedStat.Many(3))).Is(201);
        (await two.PostAsync(PostedStat.Many(95, "threat"))).Is(201);

        var file = Path.Combine(folder.FullName, "all.ndjson");
        // The file of a client may be from before it posted; the next second's stands in its place.
        await Eventually.HoldsAsync(async () =>
        {
            var names = await DownloadAsync(prefix, file);
            return names.Count == 3 && names.All(name => name.StartsWith($"{DateTime.UtcNow:yyyy-MM-dd}/", StringComparison.Ordinal)) && (await File.ReadAllLinesAsync(file, Cancellation)).Length == 3 + 3 + 95;
        });
        var restored = new Tool("", "", more: ("DATABASE_FILE", Path.Combine(folder.FullName, "stats.db")));
        var import = (await restored.RunAsync("import", file, "--output", "json")).Is(0).Json;

        Assert.Equal((3, 98), (import.GetProperty("clients_made").GetInt32(), import.GetProperty("stats_stored").GetInt32()));
        Assert.Equal(
            Sorted((await new Tool(azurite.ConnectionString, prefix).RunAsync("export")).Is(0).Output),
            Sorted((await restored.RunAsync("export")).Is(0).Output));

        static IEnumerable<string> Sorted(string lines) => lines.Split('\n').Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_a_container_none_are_kept()
    {
        var prefix = azurite.NewPrefix();
        using var service = new ServiceProcess(azurite.ConnectionString, prefix, EachSecond);

        await SaysThatNoneAreKeptAsync(service);

        Assert.Empty(await DownloadAsync(prefix, Path.Combine(folder.FullName, "none")));
    }

    [Fact]
    public async Task Of_a_database_file_none_are_kept()
    {
        using var service = new ServiceProcess("", "", $"DATABASE_FILE={Path.Combine(folder.FullName, "stats.db")}", "EXPORT_CONTAINER=exports", EachSecond);

        await SaysThatNoneAreKeptAsync(service);
    }

    private static async Task SaysThatNoneAreKeptAsync(ServiceProcess service)
    {
        await service.StartAsync();
        await Eventually.HoldsAsync(async () => (await service.Admin.GetAsync("admin/status")).Is(200).Text.Contains("No exports are kept.", StringComparison.Ordinal));
    }

    /// <summary>Writes the content of all files in the container to one.</summary>
    /// <returns>Their names.</returns>
    private async Task<List<string>> DownloadAsync(string prefix, string to)
    {
        var container = new BlobContainerClient(azurite.ConnectionString, $"{prefix}exports");
        var names = new List<string>();
        await using var all = File.Create(to);
        if (!await container.ExistsAsync(Cancellation))
            return names;
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: Cancellation))
        {
            names.Add(blob.Name);
            var zipped = await container.GetBlobClient(blob.Name).DownloadContentAsync(Cancellation);
            await using var text = new GZipStream(zipped.Value.Content.ToStream(), CompressionMode.Decompress);
            await text.CopyToAsync(all, Cancellation);
        }

        return names;
    }
}
