using System.Globalization;
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

    [Fact]
    public async Task The_commands_for_a_server_set_the_service_up_back_it_up_restore_it_and_restart_it()
    {
        await using var shell = new ReadersShell();
        shell.WorkingDirectory = Path.Combine(shell.Folder, "clone");
        Directory.CreateDirectory(shell.WorkingDirectory);
        Dictionary<string, string> ports = new[] { "10000", "10001", "10002", "7071" }
            .ToDictionary(port => port, _ => FreePort.Find().ToString(CultureInfo.InvariantCulture));
        shell.Environment["READERS_PORTS"] = string.Join("; ", ports.Select(port => $"s/{port.Key}/{port.Value}/g"));
        shell.Environment["STATS_SERVICE_DATA"] = Path.Combine(shell.Folder, "var/lib/stats-service");
        var commands = new[] { "/opt/", "/etc/", "/var/" }
            .Aggregate(Page.Commands("A server of your own"), (text, path) => text.Replace($" {path}", $" {shell.Folder}{path}", StringComparison.Ordinal))
            .Replace($"\n/opt/", $"\n{shell.Folder}/opt/", StringComparison.Ordinal)
            .Replace("stats-service-20260131T043000Z.json.gz", "*.json.gz", StringComparison.Ordinal);

        var said = await shell.RunAsync($"""
            PATH=$READERS_PATH git -C {Repository.Root} ls-files -z --cached --others --exclude-standard | tar -C {Repository.Root} --null --no-recursion -T - -c | tar x
            sed -i '{shell.Environment["READERS_PORTS"]}' deploy/*.sample
            ln -s {Repository.Root}/node_modules node_modules
            mkdir -p {shell.Folder}/opt/stats-service {shell.Folder}/etc/systemd/system {shell.Folder}/etc/sysusers.d
            {ports.Aggregate(commands, (text, port) => text.Replace(port.Key, port.Value, StringComparison.Ordinal))}
            curl --silent --fail --retry 60 --retry-delay 1 --retry-all-errors http://127.0.0.1:{ports["7071"]}/health
            """);

        Assert.Contains("\"name\":\"admin\"", said, StringComparison.Ordinal);
        Assert.Contains("Restored ", said, StringComparison.Ordinal);
        Assert.Contains("\"up\"", said, StringComparison.Ordinal);
    }
}
