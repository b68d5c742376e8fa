using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StatsService.Cli;
using StatsService.Cli.Commands;
using StatsService.Storage;
using StatsService.Tests.Storage.Engines;

namespace StatsService.Tests.Cli;

/// <summary>What a command answered.</summary>
public sealed record ToolResult(int Code, string Output, string Error)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    public ToolResult Is(int code)
    {
        Assert.True(Code == code, $"The command ended with {Code}, not {code}: {Error}{Output}");
        return this;
    }
}

/// <summary>The administrator's tool on the storage of a test, its entry point called in this process.</summary>
internal sealed class Tool(string connectionString, string prefix, ILoggerProvider? logs = null, params (string Name, string Value)[] more)
{
    /// <summary>The file that runs as a process of its own.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "src/StatsService.Cli/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/StatsService.Cli.dll");

    /// <summary>What waits for a time to pass does not wait.</summary>
    public bool IsHasty { get; init; }

    /// <summary>Whose time is not the machine's; null: nobody's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Stands between the tool and the storage.</summary>
    public StorageInterceptor? Watch { get; init; }

    /// <summary>The tool on the storage of a test that runs on both engines. What waits for a time to pass does not wait.</summary>
    public static Tool On(StorageUnderTest storage, StorageInterceptor? watch = null)
    {
        var settings = storage.Settings.Select(setting => setting.Split('=', 2)).ToDictionary(setting => setting[0], setting => setting[1]);
        (string, string) file = ("DATABASE_FILE", settings.GetValueOrDefault("DATABASE_FILE", ""));
        return new Tool(settings["AzureWebJobsStorage"], settings.GetValueOrDefault("STORAGE_PREFIX", ""), null, file) { IsHasty = true, Watch = watch };
    }

    public Task<ToolResult> RunAsync(params string[] args) => RunAsync(args, input: "", isInteractive: false);

    /// <param name="input">What the administrator types.</param>
    public async Task<ToolResult> RunAsync(string[] args, string input, bool isInteractive = true)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(more.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = connectionString, ["STORAGE_PREFIX"] = prefix })
            .Build();
        using var read = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var written = new MemoryStream();
        using var error = new StringWriter();
        using var console = new ToolConsole(read, written, error, isInteractive);
        var code = await new StatsTool(settings, console, Configure).RunAsync(args);
        return new ToolResult(code, Encoding.UTF8.GetString(written.ToArray()), error.ToString());
    }

    private void Configure(IServiceCollection services)
    {
        if (Watch is not null)
            services.AddSingleton(Watch);
        if (Clock is not null)
            services.AddSingleton(Clock);
        if (IsHasty)
            services.AddSingleton<TimeProvider>(new HastyTime());
        if (logs is not null)
            services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
    }

    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
