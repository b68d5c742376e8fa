using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;

namespace StatsService.Tests.Documentation;

public sealed class DeploymentTests(AzuriteFixture azurite)
{
    private static readonly MarkdownPage Page = new("docs/deployment.md");

    /// <summary>Without the compilation to machine code, which takes a minute and adds no file.</summary>
    [Fact]
    public async Task The_app_s_package_is_whole_and_has_no_developer_s_settings()
    {
        await using var shell = new ReadersShell();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

        var files = (await shell.RunAsync($"""
            dotnet publish src/StatsService.Functions --configuration {configuration} --no-build -p:PublishReadyToRun=false --output "$READERS_FOLDER/app" > "$READERS_FOLDER/said" || cat "$READERS_FOLDER/said" >&2
            cd "$READERS_FOLDER/app"
            find . -type f
            """)).Split('\n').Select(file => file[Math.Min(2, file.Length)..]).ToHashSet();

        Assert.Superset(
            new HashSet<string>
            {
                "host.json", "worker.config.json", "functions.metadata", "extensions.json", ".azurefunctions/function.deps.json", "StatsService.Functions.dll", "StatsService.Functions.runtimeconfig.json",
                "wwwroot/index.en.html", "runtimes/linux-x64/native/libe_sqlite3.so",
            },
            files);
        Assert.DoesNotContain(files, file => file.EndsWith("settings.json", StringComparison.Ordinal));
        using var metadata = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(shell.Folder, "app/functions.metadata"), TestContext.Current.CancellationToken));
        Assert.Equal(
            typeof(StatsService.Functions.ServiceCollectionExtensions).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>().Order(),
            metadata.RootElement.EnumerateArray().Select(function => function.GetProperty("name").GetString()!).Order());
    }

    [Fact]
    public async Task The_commands_for_Azure_name_what_the_deployment_knows()
    {
        var prefix = azurite.NewPrefix();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        await using var shell = new ReadersShell();
        shell.WorkingDirectory = Directory.CreateDirectory(Path.Combine(shell.Folder, "here")).FullName;
        await (await app.RegisterAsync("acme")).PostAsync(PostedStat.Many(2));
        shell.Environment["READERS_STORAGE"] = azurite.ConnectionString;
        shell.Environment["READERS_PREFIX"] = prefix;
        shell.Environment["READERS_TOOL"] = Tool.Program;
        shell.Environment["READERS_SERVICE"] = app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        shell.Environment["READERS_ADMIN_TOKEN"] = app.Admin.Token!;
        shell.Environment["AZURE_CLIENT_ID"] = shell.Environment["AZURE_TENANT_ID"] = Guid.NewGuid().ToString();

        var said = await shell.RunAsync(Page.Commands("Azure"));

        Assert.Contains("\"name\":\"admin\"", said, StringComparison.Ordinal);
        // What the export's drill ends with.
        Assert.Matches($"acme +[a-z]+ +{PostedStat.Day(-1)} +2", said);
    }
}
