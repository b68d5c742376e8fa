using System.Diagnostics;
using System.Globalization;
using StatsService.Running;

namespace StatsService.Bench;

/// <summary>The server in Release on a free port. Its storage goes with it.</summary>
/// <param name="dll">The stats-service.dll, or the executable, to run; null: this repository's.</param>
internal sealed class ServiceUnderTest(string? dll, BenchStorage storage) : IAsyncDisposable
{
    public const string AdminToken = "bench-admin-token-0000000000000000";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(5);

    private readonly int port = FreePort.Find();
    private Process? service;

    public Uri Url => new($"http://127.0.0.1:{port}/");

    /// <summary>The highest resident memory of the service's process so far, in bytes, as Linux counts it.</summary>
    public long PeakMemory => Memory("VmHWM:");

    /// <summary>Its resident memory now, in bytes.</summary>
    public long ResidentMemory => Memory("VmRSS:");

    /// <summary>The database file's size, in bytes.</summary>
    public long DatabaseSize => new FileInfo(storage.DatabaseFile).Length;

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>The processor time that the service's process took so far, as Linux counts it for each of its threads.</summary>
    public TimeSpan ProcessorTime => TimeSpan.FromMicroseconds(Directory.GetDirectories($"/proc/{service!.Id}/task").Sum(ProcessorNanoseconds) / 1000);

    /// <summary>A process on the same storage in which nothing is cached and nothing compiled but what a start and an answer of <c>/health</c> take.</summary>
    /// <param name="settings">Of this process alone.</param>
    public async Task StartAfreshAsync(CancellationToken cancellation, params IReadOnlyList<(string Name, string Value)> settings)
    {
        await storage.StartAsync();
        await StopAsync();
        var start = Program("serve");
        start.Environment["COUNT_STORAGE_OPERATIONS"] = "true";
        start.Environment["PORT"] = $"{port}";
        start.Environment["ADMIN_TOKEN"] = AdminToken;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var started = Stopwatch.GetTimestamp();
        service = Process.Start(start)!;

        using var api = new StatsApi(Url);
        while (await FailureAsync(api, cancellation) is { } failure)
        {
            if (service.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                throw new BenchException($"The service did not start: {failure} What it wrote above may say why.");
            await Task.Delay(Pause, cancellation);
        }

        StartTime = Stopwatch.GetElapsedTime(started);
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

    /// <summary>Makes a backup beside the database, as the timer does at night.</summary>
    public async Task BackUpAsync(CancellationToken cancellation)
    {
        using var backup = Process.Start(Program("backup", $"{storage.DatabaseFile}.backup"))!;
        await backup.WaitForExitAsync(cancellation);
        if (backup.ExitCode != 0)
            throw new BenchException("No backup was made: the reason stands above.");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await storage.DisposeAsync();
    }

    private ProcessStartInfo Program(params IReadOnlyList<string> arguments)
    {
        var program = dll ?? Path.Combine(Repository.Root, "src/StatsService.Server/bin/Release/net10.0/stats-service.dll");
        var start = Path.GetExtension(program) == ".dll" ? new ProcessStartInfo("dotnet", [program, .. arguments]) : new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in storage.Settings)
            start.Environment[name] = value;
        return start;
    }

    private static long ProcessorNanoseconds(string thread)
    {
        try
        {
            return long.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended since it was listed.
            return 0;
        }
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
            await Call.Get("health").SendAsync(api, cancellation);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or BenchException)
        {
            return failure.Message;
        }
    }
}
