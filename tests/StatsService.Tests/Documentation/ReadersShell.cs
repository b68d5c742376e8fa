using System.Diagnostics;

namespace StatsService.Tests.Documentation;

/// <summary>
/// A shell in which a page's commands run as its reader types them. What a test machine has not (systemd, Azure's tools), or
/// what would disturb the developer's own service, stands in for itself in the folder <c>commands</c>.
/// </summary>
public sealed class ReadersShell : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly string Commands = Path.Combine(Repository.Root, "tests/StatsService.Tests/Documentation/commands");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stats-reader-");
    private readonly Dictionary<string, string> environment = [];

    public ReadersShell()
    {
        Environment["PATH"] = $"{Commands}:{System.Environment.GetEnvironmentVariable("PATH")}";
        Environment["READERS_PATH"] = System.Environment.GetEnvironmentVariable("PATH")!;
        Environment["READERS_FOLDER"] = folder.FullName;
    }

    /// <summary>One whose commands are all the machine's own.</summary>
    public static ReadersShell WithoutStandIns()
    {
        var shell = new ReadersShell();
        shell.Environment["PATH"] = shell.Environment["READERS_PATH"];
        return shell;
    }

    public IDictionary<string, string> Environment => environment;

    /// <summary>For what the commands leave behind.</summary>
    public string Folder => folder.FullName;

    public string WorkingDirectory { get; set; } = Repository.Root;

    /// <returns>What the commands wrote to their standard output.</returns>
    public async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = WorkingDirectory };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(bash.ExitCode == 0, $"The last command ended with {bash.ExitCode}:\n{await error}\n{await output}");
        return await output;
    }

    /// <summary>Ends what the commands started.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("for pid in \"$READERS_FOLDER\"/*.pid; do if [ -e \"$pid\" ]; then end-process \"$pid\"; fi; done");
        folder.Delete(recursive: true);
    }
}
