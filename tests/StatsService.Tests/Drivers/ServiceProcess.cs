using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace StatsService.Tests.Drivers;

/// <summary>The service as a process of its own, which can be killed; its timers run.</summary>
/// <param name="settings">As <c>NAME=value</c>.</param>
public sealed class ServiceProcess(string connectionString, string prefix, params IEnumerable<string> settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string adminToken = StatsServiceApp.NewToken();
    private Process? process;

    public HttpClient Http { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Find()}"), Timeout = TimeSpan.FromMinutes(1) };

    public MonarcClient Admin => new(Http, adminToken);

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "stats-service.dll"));
        start.ArgumentList.Add("serve");
        foreach (var setting in StatsServiceApp.Settings(connectionString, prefix, adminToken).Concat(settings).Append($"PORT={Http.BaseAddress!.Port}"))
            start.ArgumentList.Add($"--{setting}");
        process = Process.Start(start)!;
        // A pipe that nobody reads would block it.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var patience = new CancellationTokenSource(Patience);
        while (!await AnswersAsync(patience.Token))
        {
            Assert.False(process.HasExited, "The service ended instead of answering.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    public async Task<MonarcClient> RegisterAsync(string name, bool isSharingEnabled = true)
    {
        var token = StatsServiceApp.NewToken();
        (await Admin.SendAsync("POST", "client/", new { name, is_sharing_enabled = isSharingEnabled, token })).Is(201);
        return new MonarcClient(Http, token);
    }

    /// <summary>As <c>kill -9</c>: it has no say in it.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.Dispose();
        process = null;
    }

    /// <summary>As <c>systemctl stop</c>: it ends by itself, and well.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        Http.Dispose();
        process?.Kill();
        process?.Dispose();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri("/api/v1/client/me", UriKind.Relative), cancellationToken);
            return response.StatusCode == HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
