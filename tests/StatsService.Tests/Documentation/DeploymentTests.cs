using StatsService.Tests.Azurite;
using StatsService.Tests.Cli;

namespace StatsService.Tests.Documentation;

public sealed class DeploymentTests(AzuriteFixture azurite)
{
    private static readonly MarkdownPage Page = new("docs/deployment.md");

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
