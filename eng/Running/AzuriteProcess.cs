using System.Diagnostics;
using System.Text.RegularExpressions;

namespace StatsService.Running;

/// <summary>
/// Azurite of this repository's node_modules on free ports: in memory, or with its data in <paramref name="folder"/>, so
/// that it can be stopped and started again, on the same ports, to play a storage outage.
/// </summary>
public sealed partial class AzuriteProcess(string? folder = null) : IAsyncDisposable
{
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, int> ports = new() { ["Blob"] = 0, ["Queue"] = 0, ["Table"] = 0 };
    private Process? process;

    /// <summary>Valid from the first start on.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={DevelopmentKey};"
        + string.Concat(ports.Select(service => $"{service.Key}Endpoint=http://127.0.0.1:{service.Value}/devstoreaccount1;"));

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Repository.Root,
            // Azurite ends when its standard input closes, so it never outlives the tests.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] data = folder is null ? ["--inMemoryPersistence"] : ["--location", folder];
        foreach (var argument in (string[])["eng/azurite.mjs", "--silent", "--skipApiVersionCheck", "--disableTelemetry", .. data])
            start.ArgumentList.Add(argument);
        foreach (var (service, port) in ports)
        {
            start.ArgumentList.Add($"--{service.ToLowerInvariant()}Port");
            start.ArgumentList.Add($"{port}");
        }

        process = Process.Start(start)!;
        await ListenedAsync(process).WaitAsync(Patience);
    }

    /// <summary>Ends Azurite as Ctrl-C does, its data saved.</summary>
    public async Task StopAsync()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private Task ListenedAsync(Process azurite)
    {
        var listened = new TaskCompletionSource();
        List<string> said = [];
        var awaited = ports.Keys.ToHashSet();
        // The handlers stay for as long as Azurite runs: a pipe that nobody reads would block it.
        azurite.OutputDataReceived += (_, line) => Hear(line.Data);
        azurite.ErrorDataReceived += (_, line) => Hear(line.Data);
        azurite.Exited += (_, _) => listened.TrySetException(new InvalidOperationException($"Azurite ended instead of listening: {string.Join(' ', said)}"));
        azurite.EnableRaisingEvents = true;
        azurite.BeginOutputReadLine();
        azurite.BeginErrorReadLine();
        return listened.Task;

        void Hear(string? line)
        {
            lock (said)
            {
                said.Add(line ?? "");
                if (Listening().Match(line ?? "") is { Success: true } match)
                {
                    ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value);
                    awaited.Remove(match.Groups["service"].Value);
                }

                if (awaited.Count == 0)
                    listened.TrySetResult();
            }
        }
    }

    [GeneratedRegex(@"Azurite (?<service>\w+) service is successfully listening at \S+:(?<port>\d+)")]
    private static partial Regex Listening();
}
