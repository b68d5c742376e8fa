using System.Diagnostics;
using System.Net.Sockets;

namespace StatsService.Bench;

/// <summary>LocalHost in Release on Azurite, both on free ports, with data in a temporary folder that goes when they stop.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    public const string AdminToken = "bench-admin-token-0000000000000000";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder;
    private readonly string _dll;
    private readonly int _port = FreePort(), _blobs = FreePort(), _queues = FreePort(), _tables = FreePort();
    private readonly Process _azurite;
    private Process? _service;

    private ServiceUnderTest(string? dll)
    {
        var root = RepositoryRoot();
        _dll = dll ?? Path.Combine(root, "src/StatsService.LocalHost/bin/Release/net10.0/StatsService.LocalHost.dll");
        var azurite = Path.Combine(root, "node_modules/azurite/dist/src/azurite.js");
        foreach (var needed in (string[])[_dll, azurite])
            if (!File.Exists(needed))
                throw new BenchException($"{needed} is missing. `npm install` brings Azurite, `node bench/run.mjs` builds the service.");
        _folder = Directory.CreateTempSubdirectory("stats-bench-");
        _azurite = Start("node", [azurite, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", _folder.FullName,
            "--blobPort", $"{_blobs}", "--queuePort", $"{_queues}", "--tablePort", $"{_tables}"], []);
    }

    public Uri Url => new($"http://127.0.0.1:{_port}/");

    public int ProcessId => _service!.Id;

    /// <summary>The highest resident memory of the service's process so far, in bytes, as Linux counts it.</summary>
    public long PeakMemory =>
        1024 * long.Parse(File.ReadLines($"/proc/{ProcessId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    public static async Task<ServiceUnderTest> StartAsync(string? dll, CancellationToken cancellation)
    {
        var service = new ServiceUnderTest(dll);
        try
        {
            await service.RestartAsync(cancellation);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>A fresh process on the same storage: nothing is cached and nothing compiled.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await StopAsync(_service);
        var storage = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
            "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
            $"BlobEndpoint=http://127.0.0.1:{_blobs}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{_queues}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{_tables}/devstoreaccount1";
        _service = Start("dotnet", [_dll], new() { ["PORT"] = $"{_port}", ["ADMIN_TOKEN"] = AdminToken, ["AzureWebJobsStorage"] = storage, ["Logging__LogLevel__Default"] = "Warning", ["MOSP_URL"] = "" });

        using var api = new StatsApi(Url, AdminToken);
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(api, cancellation))
        {
            if (_service.HasExited || Stopwatch.GetElapsedTime(started) > StartTime)
                throw new BenchException("The service did not start. What it wrote above says why.");
            await Task.Delay(20, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_service);
        await StopAsync(_azurite);
        _folder.Delete(recursive: true);
    }

    private static async Task<bool> AnswersAsync(StatsApi api, CancellationToken cancellation)
    {
        try
        {
            await Call.Get("api/v1/client/me").SendAsync(api, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or BenchException)
        {
            return false;
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }; // The tables stand alone; errors pass.
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task StopAsync(Process? process)
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StatsService.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new BenchException("Run the benchmarks from the repository they were built in.");
        return folder;
    }
}
