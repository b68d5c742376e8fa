using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;

namespace StatsService.Tests.Infra;

/// <summary>A server that was set up as docs/deployment.md says, in a folder: its units' commands run as they stand in the files.</summary>
public sealed class CompanyServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-server-");
    private readonly Dictionary<string, string> here;
    private readonly List<Process> running = [];
    private readonly ConcurrentQueue<string?> said = [];
    private readonly HttpClient client;

    public CompanyServer()
    {
        string[] ports = [.. FreePort.Find(4).Select(port => $"{port}")];
        here = new()
        {
            ["/usr/bin/"] = "",
            ["/opt/stats-service/app"] = AppContext.BaseDirectory.TrimEnd('/'),
            ["/opt/stats-service/storage"] = Repository.Root,
            ["/var/lib/stats-service"] = Data,
            ["10000"] = ports[0],
            ["10001"] = ports[1],
            ["10002"] = ports[2],
            ["7071"] = ports[3],
            ["STORAGE_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)),
            ["YOUR_ADMIN_TOKEN"] = AdminToken,
        };
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[3]}") };
        client.DefaultRequestHeaders.Add("X-API-KEY", AdminToken);
    }

    public HttpClient Client => client;

    public string AdminToken { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public string Data => Path.Combine(folder.FullName, "data");

    public string Backups => Path.Combine(folder.FullName, "backups");

    /// <summary>What systemctl was asked for, in this order.</summary>
    public string SystemctlCalls => File.Exists(CallsFile) ? File.ReadAllText(CallsFile) : "";

    private string CallsFile => Path.Combine(folder.FullName, "systemctl.calls");

    private string PidsFile => Path.Combine(folder.FullName, "pids");

    public async Task StartAsync()
    {
        await StopAsync();
        Directory.CreateDirectory(Data);
        var storage = new SystemdUnit("stats-service-storage.service", here);
        Start(storage);
        await RunAsync(storage.Started).WaitAsync(Patience);
        Start(new SystemdUnit("stats-service.service", here));
        await File.WriteAllLinesAsync(PidsFile, running.Select(process => $"{process.Id}"));
        await AnsweredAsync().WaitAsync(Patience);
    }

    /// <summary>Ends what runs as systemd does: the service first, then the storage that it requires.</summary>
    public async Task StopAsync()
    {
        foreach (var process in Enumerable.Reverse(running).Where(process => !process.HasExited))
        {
            await RunAsync(["kill", "-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        running.ForEach(process => process.Dispose());
        running.Clear();
    }

    /// <summary>Runs a script of deploy/ with a systemctl that can stop the two processes, and starts nothing.</summary>
    public async Task<(int ExitCode, string Said)> ScriptAsync(string script, string argument)
    {
        var tools = folder.CreateSubdirectory("bin").FullName;
        var systemctl = Path.Combine(tools, "systemctl");
        await File.WriteAllTextAsync(systemctl,
            $"""
            #!/bin/sh
            echo "$*" >> '{CallsFile}'
            if [ "$1" = stop ]; then
              for pid in $(tac '{PidsFile}'); do kill -TERM "$pid" && tail --pid="$pid" -f /dev/null; done
            fi
            """);
        await RunAsync(["chmod", "+x", systemctl]);
        return await RunAsync(
            [Path.Combine(Repository.Root, "deploy", script), argument],
            new() { ["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}", ["STATS_SERVICE_DATA"] = Data });
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await StopAsync();
        folder.Delete(recursive: true);
    }

    private void Start(SystemdUnit unit)
    {
        var start = new ProcessStartInfo(unit.Command[0], unit.Command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in unit.Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data);
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        running.Add(process);
    }

    private async Task AnsweredAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        do
        {
            Assert.All(running, process => Assert.False(process.HasExited, string.Join('\n', said)));
            try
            {
                using var answer = await client.GetAsync(new Uri("/api/v1/client/me", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not there yet.
            }
        }
        while (await timer.WaitForNextTickAsync());
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(IReadOnlyList<string> command, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
