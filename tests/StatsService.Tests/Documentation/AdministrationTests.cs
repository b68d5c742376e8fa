using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;

namespace StatsService.Tests.Documentation;

/// <summary>The pages for administrators, on the storage of a running service.</summary>
public sealed class AdministrationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ReadersShell shell = new();
    private readonly string prefix = azurite.NewPrefix();
    private StatsServiceApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await StatsServiceApp.StartAsync(azurite.ConnectionString, prefix);
        shell.WorkingDirectory = Directory.CreateDirectory(Path.Combine(shell.Folder, "here")).FullName;
        shell.Environment["AzureWebJobsStorage"] = azurite.ConnectionString;
        shell.Environment["STORAGE_PREFIX"] = prefix;
        shell.Environment["ADMIN_TOKEN"] = app.Admin.Token!;
        shell.Environment["READERS_TOOL"] = Tool.Program;
    }

    public async ValueTask DisposeAsync()
    {
        await shell.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task The_tool_is_installed_and_moves_a_storage_as_its_page_says()
    {
        await using var other = new AzuriteProcess();
        await other.StartAsync();
        shell.WorkingDirectory = Repository.Root;
        shell.Environment["NEW_STORAGE"] = other.ConnectionString;
        shell.Environment["DOTNET_CLI_HOME"] = shell.Folder;
        // The packages are not downloaded for that a second time, nor the build's results thrown away.
        shell.Environment["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        shell.Environment["PATH"] = $"{shell.Folder}/.dotnet/tools:{shell.Environment["PATH"]}";
        await (await app.RegisterAsync("acme")).PostAsync(PostedStat.Many(3));

        await shell.RunAsync(new MarkdownPage("docs/cli.md").Commands()
            .Replace(" artifacts", $" {shell.Folder}/artifacts", StringComparison.Ordinal)
            .Replace("stats-service.ndjson", $"{shell.Folder}/stats-service.ndjson", StringComparison.Ordinal));

        Assert.Contains("acme", await shell.RunAsync("stats list-last --storage \"$NEW_STORAGE\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_original_moves_in_and_back_again_as_the_migration_page_says()
    {
        await using var original = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        var database = new OriginalDatabase();
        await WriteAsync("original.sql", database.ToDump());
        await WriteAsync("original.client.csv", database.ClientsToCsv());
        await WriteAsync("original.stats.csv", database.StatsToCsv());
        var (name, token, _) = database.Offices[0];
        await original.RegisterAsync(name, token);
        shell.Environment["REMOTE_STATS_SERVER"] = original.Http.BaseAddress!.ToString();
        shell.Environment["REMOTE_STATS_TOKEN"] = token;
        shell.Environment["CLIENT"] = name;

        await shell.RunAsync(new MarkdownPage("docs/migration.md").Commands()
            .Replace("stats push CLIENT --from 2026-03-01", "stats client sharing \"$CLIENT\" on\nstats push \"$CLIENT\" --from 2000-01-01", StringComparison.Ordinal));

        var parameters = new { type = "risk" };
        Assert.NotEmpty((await new MonarcClient(app.Http, token).ListAsync(parameters)).Is(200).Stats);
        Assert.Equal(
            (await new MonarcClient(app.Http, token).ListAsync(parameters)).Is(200).Text,
            (await new MonarcClient(original.Http, token).ListAsync(parameters)).Is(200).Text);
    }

    [Fact]
    public async Task What_Azurite_has_moves_to_a_company_s_own_server_as_its_page_says()
    {
        var client = await app.RegisterAsync("acme");
        await client.PostAsync(PostedStat.Many(3));
        shell.Environment["OLD_STORAGE"] = azurite.ConnectionString;
        shell.Environment["READERS_SERVER"] = Path.Combine(AppContext.BaseDirectory, "stats-service.dll");

        await shell.RunAsync(new MarkdownPage("docs/server.md").Commands("From Azurite").Replace("/tmp/", $"{shell.Folder}/", StringComparison.Ordinal));

        Assert.Matches($"acme\t.*\t3\n", await shell.RunAsync("stats-service list-last --output tsv"));
    }

    [Fact]
    public async Task The_runbook_s_commands_work()
    {
        var client = await app.RegisterAsync("acme");
        await client.PostAsync(PostedStat.Many(2, "threat"));
        shell.Environment["SERVICE"] = app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        var said = await shell.RunAsync(new MarkdownPage("docs/operations.md").Commands());

        Assert.Contains("\"status\":\"up\"", said, StringComparison.Ordinal);
        Assert.Contains("\"jobs\":", said, StringComparison.Ordinal);
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(shell.Folder, name), text, TestContext.Current.CancellationToken);
}
