using System.Diagnostics;
using System.Globalization;
using StatsService.Running;

namespace StatsService.Bench;

/// <summary>The server in Release on Azurite, both on free ports, with data in a temporary folder, or in memory, that goes when they stop.</summary>
/// <param name="dll">The stats-service.dll to run; null: this repository's.</param>
internal sealed class ServiceUnderTest(string? dll, bool inMemory = false) : IAsyncDisposable
{
    public const string AdminToken = "bench-admin-token-0000000000000000";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-bench-");
    private readonly int port = FreePort.Find();
    private AzuriteProcess? azurite;
    private Process? service;

    public Uri Url => new($"http://127.0.0.1:{port}/");

    /// <summary>The highest resident memory of the service's process so far, in bytes, as Linux counts it.</summary>
    public long PeakMemory => Memory("VmHWM:");

    /// <summary>Its resident memory now, in bytes.</summary>
    public long ResidentMemory => Memory("VmRSS:");

    /// <summary>A process on the same storage in which nothing is cached and nothing compiled.</summary>
    public async Task StartAfreshAsync(CancellationToken cancellation)
    {
        if (azurite is null)
            await (azurite = new AzuriteProcess(inMemory ? null : folder.FullName)).StartAsync();
        await StopAsync();
        var start = new ProcessStartInfo("dotnet", [dll ?? Path.Combine(Repository.Root, "src/StatsService.Server/bin/Release/net10.0/stats-service.dll"), "serve"]);
        start.Environment["COUNT_STORAGE_OPERATIONS"] = "true";
        start.Environment["PORT"] = $"{port}";
        start.Environment["ADMIN_TOKEN"] = AdminToken;
        start.Environment["AzureWebJobsStorage"] = azurite.ConnectionString;
        service = Process.Start(start)!;

        using var api = new StatsApi(Url, AdminToken);
        var started = Stopwatch.GetTimestamp();
        while (await FailureAsync(api, cancellation) is { } failure)
        {
            if (service.HasExited || Stopwatch.GetElapsedTime(started) > StartTime)
                throw new BenchException($"The service did not start: {failure} What it wrote above may say why.");
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Ends the process; the storage stays.</summary>
    public async Task StopAsync()
    {
        if (service is null)
            return;
        service.Kill(entireProcessTree: true);
        await service.WaitForExitAsync();
        service.Dispose();
        service = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private long Memory(string name)
    {
        var line = File.ReadLines($"/proc/{service!.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static async Task<string?> FailureAsync(StatsApi api, CancellationToken cancellation)
    {
        try
        {
            await Call.Get("api/v1/client/me").SendAsync(api, cancellation);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or BenchException)
        {
            return failure.Message;
        }
    }
}
