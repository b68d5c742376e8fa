using StatsService.Tests.Azurite;

namespace StatsService.Tests.Documentation;

public sealed class DeploymentTests(AzuriteFixture azurite)
{
    private static readonly MarkdownPage Page = new("docs/deployment.md");

    [Fact]
    public async Task The_commands_for_Azure_name_what_the_deployment_knows()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        await using var shell = new ReadersShell();
        shell.Environment["READERS_SERVICE"] = app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        shell.Environment["READERS_ADMIN_TOKEN"] = app.Admin.Token!;
        shell.Environment["AZURE_CLIENT_ID"] = shell.Environment["AZURE_TENANT_ID"] = Guid.NewGuid().ToString();

        var said = await shell.RunAsync(Page.Commands("Azure"));

        Assert.Contains("\"name\":\"admin\"", said, StringComparison.Ordinal);
    }
}
