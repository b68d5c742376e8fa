using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using StatsService.Forwarding;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Cli.Commands;

/// <summary>The administrator's tool: it works on the service's storage, through the service's own use cases.</summary>
/// <param name="settings">The service's settings.</param>
/// <param name="configure">Adds services, which win over the tool's.</param>
internal sealed class StatsTool(IConfiguration settings, ToolConsole console, Action<IServiceCollection>? configure = null)
{
    private const int Done = 0;
    private const int Refused = 1;
    private const int Misused = 2;
    private const int Interrupted = 130;

    private readonly Option<string?> storage = new("--storage")
    {
        Description = "Where the service keeps its data: a database file (a path with a / or ending in .db), a connection string, or the name of an account to sign in to. Where left out, DATABASE_FILE or AzureWebJobsStorage of the environment or of local.settings.json.",
        HelpName = "STORAGE",
        Recursive = true,
    };

    private readonly Option<string> output = new Option<string>("--output", "-o")
    {
        Description = "How the result is written.",
        HelpName = "table|json|tsv",
        DefaultValueFactory = _ => "table",
        Recursive = true,
    }.OneOf("table", "json", "tsv");

    /// <summary>Runs a command for whoever called the program, with the settings in <c>SETTINGS_FILE</c> or, where that is not set, in the current folder.</summary>
    /// <param name="more">Commands of the program that are none of the tool's.</param>
    public static async Task<int> RunInTerminalAsync(IReadOnlyList<string> args, params IReadOnlyList<Command> more)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        using var console = new ToolConsole(input, output, Console.Error, !Console.IsInputRedirected);
        // As the service does: the environment wins over the files.
        var settings = new ConfigurationBuilder();
        if (Environment.GetEnvironmentVariable(SettingsFile.Setting) is null)
            settings.Add(LocalSettings.Read(Path.Combine(Environment.CurrentDirectory, "local.settings.json")));
        return await new StatsTool(settings.AddEnvironmentVariables().Build(), console).RunAsync(args, more);
    }

    /// <param name="more">Commands beside the tool's own.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> args, params IReadOnlyList<Command> more)
    {
        var root = new RootCommand("Administers Stats Service: clients, statistics, totals, export and import. It works on the storage itself, whether the service runs or not.") { storage, output };
        foreach (var command in Commands(more))
            root.Add(command);
        // Some of its names are Windows' own, which completion would show to everybody.
        foreach (var alias in root.Options.OfType<HelpOption>().SelectMany(help => help.Aliases.Where(alias => alias.StartsWith('/')).ToList(), (help, alias) => (help, alias)).ToList())
            alias.help.Aliases.Remove(alias.alias);

        if (args.Count == 0)
            args = ["--help"];
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            Misuse.Tell(parsed, console.Error);
            return Misused;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = console.Output, Error = console.Error, EnableDefaultExceptionHandler = false });
    }

    private IEnumerable<Command> Commands(IReadOnlyList<Command> more) =>
    [
        ClientCommands.Create(this),
        .. InventoryCommands.Create(this),
        .. RemoteCommands.Create(this),
        .. TransferCommands.Create(this),
        .. BackupCommands.Create(this),
        TotalsCommands.Create(this),
        StorageCommands.Create(this),
        MospCommands.Create(this),
        DoctorCommand.Create(this),
        CompletionCommand.Create(console.Output),
        .. more,
    ];

    /// <summary>Gives a command its work on the storage, and a code and a sentence to whatever comes of it.</summary>
    public Command Doing(Command command, Func<ToolRun, Task> work) => DoingOnFiles(command, async run =>
    {
        await run.Get<StorageLayout>().CheckAsync(run.Cancellation);
        await work(run);
    });

    /// <summary>The same for a command that changes something: where, is said before.</summary>
    public Command Changing(Command command, Func<ToolRun, Task> work) => Doing(command, async run =>
    {
        run.Note($"Storage: {run.Storage}");
        await work(run);
    });

    /// <summary>The same for a command that copies files, and so must leave the database closed.</summary>
    public Command DoingOnFiles(Command command, Func<ToolRun, Task> work)
    {
        command.SetAction((parsed, cancellation) => RunAsync(parsed, work, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<ToolRun, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            using var host = CreateHost(parsed);
            await work(new ToolRun(parsed, Enum.Parse<ResultForm>(parsed.GetRequiredValue(output), ignoreCase: true), host.Services, console, cancellationToken));
            return Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("Interrupted: what was done until now stays; the same command completes it.");
            return Interrupted;
        }
        catch (Exception exception) when (Sentence(exception) is { } sentence)
        {
            await console.Error.WriteLineAsync(sentence);
            return Refused;
        }
    }

    private static string? Sentence(Exception exception) => exception switch
    {
        StorageUnavailableException => $"{exception.Message} What was done before stays; the same command completes it. Check --storage, DATABASE_FILE or AzureWebJobsStorage.",
        RemoteFailedException or InvalidInputException => exception.Message,
        MospUnavailableException => $"{exception.Message} Nothing was changed.",
        StorageRefusedException => $"{exception.Message} Check --storage, DATABASE_FILE or AzureWebJobsStorage.",
        RefusalException or OptionsValidationException or IOException or UnauthorizedAccessException => exception.Message,
        _ => null,
    };

    private IHost CreateHost(ParseResult parsed)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.Sources.Add(SettingsFile.Read(settings[SettingsFile.Setting]));
        builder.Configuration.AddConfiguration(settings);
        if (parsed.GetValue(storage) is { } account)
            builder.Configuration.AddInMemoryCollection(Storage(account));
        if (!builder.Configuration.GetSection(StorageOptions.Section).Exists() && builder.Configuration[StorageOptions.DatabaseSetting] is not { Length: > 0 })
            throw new RefusalException($"No storage is named: set {StorageOptions.DatabaseSetting} or {StorageOptions.Section}, or give --storage a file, a connection string or an account's name.");

        // Only what an administrator has to know, and nothing that the storage's client library tells of keys and addresses.
        builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter<ConsoleLoggerProvider>("Azure", LogLevel.None);
        builder.Services.AddStatsService(builder.Configuration).AddStatsStorage(builder.Configuration);
        configure?.Invoke(builder.Services);

        // Built, not started: what the service does in the background is not this tool's.
        var host = builder.Build();
        host.Services.GetService<IStartupValidator>()?.Validate();
        return host;
    }

    private static Dictionary<string, string?> Storage(string account)
    {
        const string section = StorageOptions.Section;
        var isConnection = account.Contains('=', StringComparison.Ordinal);
        var isFile = !isConnection && (account.Contains('/', StringComparison.Ordinal) || account.Contains('\\', StringComparison.Ordinal) || account.EndsWith(".db", StringComparison.Ordinal));
        return new Dictionary<string, string?>
        {
            [StorageOptions.DatabaseSetting] = isFile ? account : "",
            [section] = isConnection ? account : "",
            [$"{section}:accountName"] = isConnection || isFile ? "" : account,
            [$"{section}:tableServiceUri"] = "",
            [$"{section}:queueServiceUri"] = "",
        };
    }
}
