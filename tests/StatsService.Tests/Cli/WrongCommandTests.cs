using System.Diagnostics;

namespace StatsService.Tests.Cli;

/// <summary>What people type wrongly, and what the program, which runs as a process of its own, answers on its error output.</summary>
public sealed class WrongCommandTests : IAsyncLifetime
{
    private const string DeleteUsage = "Usage: stats delete CLIENT [--anr UUID]… [--type TYPE]… [--yes] [--from DAY] [--to DAY]\nMore:  stats delete --help";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wrong-commands");

    /// <summary>The line after <c>stats</c>, its exit code, and the answer. DATABASE stands for the storage's name.</summary>
    public static TheoryData<string, int, string> Commands => new()
    {
        { "clent list", 2, "'clent' is no command of 'stats'. Did you mean client?\nUsage: stats COMMAND\nMore:  stats --help" },
        { "client", 2, "'stats client' needs one of its commands: create, list, show, delete, rotate-token, activate, deactivate, exclude, include, influence, sharing, coordinates.\nUsage: stats client COMMAND\nMore:  stats client --help" },
        { "client lst", 2, "'lst' is no command of 'stats client'. Did you mean list?\nUsage: stats client COMMAND\nMore:  stats client --help" },
        { "client create", 2, "Required argument 'NAME' missing for command: 'create'.\nUsage: stats client create NAME [--admin] [--sharing] [--token KEY]\nMore:  stats client create --help" },
        { "client create x --sharring", 2, "'--sharring' is no option of 'stats client create'. Did you mean --sharing?\nUsage: stats client create NAME [--admin] [--sharing] [--token KEY]\nMore:  stats client create --help" },
        { "client create x --token short", 1, "Storage: DATABASE\nA key of fewer than 16 characters can be guessed; nothing was done. Leave out --token to have one made." },
        { "client sharing acme maybe", 2, "'maybe' is neither on nor off.\nUsage: stats client sharing CLIENT on|off\nMore:  stats client sharing --help" },
        { "client coordinates set acme north 0", 2, "LATITUDE: 'north' is no number from -90 to 90, such as 49.6.\nUsage: stats client coordinates set CLIENT LATITUDE LONGITUDE\nMore:  stats client coordinates set --help" },
        { "client show nobody", 1, "No client in DATABASE has the name or UUID 'nobody'; 'client list' shows them all." },
        { "client list extra", 2, "'extra' is one word too many for 'stats client list'.\nUsage: stats client list\nMore:  stats client list --help" },
        { "client list --output xml", 2, "--output: 'xml' is none of table, json, tsv.\nUsage: stats client list\nMore:  stats client list --help" },
        { "client list --storage", 2, "Required argument missing for option: '--storage'.\nUsage: stats client list\nMore:  stats client list --help" },
        { "client delete acme", 1, "Storage: DATABASE\nNobody can be asked whether to delete the client 'acme' and its 0 statistics for good, so nothing was done in DATABASE. Add --yes to have it done." },
        { "delete acme", 2, $"Say which: --anr, --from, --to or --type. To delete all of a client's statistics: purge.\n{DeleteUsage}" },
        { "delete acme --from 2026-11-31", 2, $"--from: '2026-11-31' is no date. Write one as year-month-day, such as 2026-01-31.\n{DeleteUsage}" },
        { "delete acme --from 2026-02-01 --to 2026-01-31", 2, $"--from 2026-02-01 is after --to 2026-01-31: no day lies between them.\n{DeleteUsage}" },
        { "delete acme --type weather", 2, $"--type: 'weather' is none of risk, threat, vulnerability, cartography, compliance.\n{DeleteUsage}" },
        { "delete acme --anr 1", 2, $"--anr: '1' is no UUID, such as 7b3d9b52-2f0e-4f52-9f57-6a2d1c8e0001.\n{DeleteUsage}" },
        { "push acme", 1, "Storage: DATABASE\nREMOTE_STATS_SERVER is empty, so there is no instance to push to. Nothing was sent." },
        { "import", 2, "Give either FILE, or both --clients and --stats.\nUsage: stats import [FILE] [--clients FILE] [--stats FILE]\nMore:  stats import --help" },
        { "export --file no-such-folder/out.ndjson", 1, "The folder FOLDER/no-such-folder does not exist; nothing was done." },
        { "backup . --keep all", 2, "--keep: 'all' is no whole number from 1 on.\nUsage: stats backup FILE [--keep NUMBER]\nMore:  stats backup --help" },
        { "mosp is-published T1", 2, "'T1' is no UUID.\nUsage: stats mosp is-published UUID…\nMore:  stats mosp is-published --help" },
    };

    public async ValueTask InitializeAsync() => Assert.Equal(0, (await RunAsync("client", "create", "acme")).Code);

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_is_answered_shortly_on_the_error_output_with_the_line_to_type()
    {
        var database = Path.Combine(folder.FullName, "stats.db");
        foreach (var (command, code, answer) in Commands.Select(row => row.Data))
        {
            var result = await RunAsync(command.Split(' '));
            Assert.Equal(
                (command, code, "", answer),
                (command, result.Code, result.Output, result.Error.TrimEnd().Replace(database, "DATABASE", StringComparison.Ordinal).Replace(folder.FullName, "FOLDER", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task The_shell_is_told_what_may_follow()
    {
        Assert.Contains("complete -o default -F _stats_service stats\n", (await RunAsync("completion")).Output);
        Assert.Contains("rotate-token", (await RunAsync("[suggest:13]", "stats client ")).Output.Split('\n'));
        Assert.Contains("compliance", (await RunAsync("[suggest:27]", "stats delete acme --type  ")).Output.Split('\n'));
        Assert.Contains("tsv", (await RunAsync("[suggest:21]", "stats list-last -o ts")).Output.Split('\n'));
    }

    private async Task<ToolResult> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Tool.Program, .. args])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DATABASE_FILE"] = Path.Combine(folder.FullName, "stats.db") },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolResult(process.ExitCode, await output, await error);
    }
}
