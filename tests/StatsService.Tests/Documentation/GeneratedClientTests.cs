using StatsService.Tests.Azurite;

namespace StatsService.Tests.Documentation;

/// <summary>Clients that NSwag, Kiota and openapi-typescript generate from the service's description are built, and call it.</summary>
public sealed class GeneratedClientTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Each_generator_s_client_sends_reads_and_is_refused_as_described()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        await using var shell = ReadersShell.WithoutStandIns();
        var client = await app.RegisterAsync("acme");

        var said = await shell.RunAsync($"""
            cp -r tests/clients "$READERS_FOLDER/clients"
            cd "$READERS_FOLDER/clients"
            bash generate.sh {app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)} {client.Token}
            """);

        var lines = said.Split('\n');
        Assert.Matches(@"^PHP: \d{2,} files\.$", Assert.Single(lines, line => line.StartsWith("PHP: ", StringComparison.Ordinal)));
        foreach (var generator in (string[])["NSwag", "Kiota", "TypeScript"])
        {
            var line = Assert.Single(lines, line => line.StartsWith($"{generator}: ", StringComparison.Ordinal));
            Assert.Contains(": acme, 1 sent, 1 listed, 1 read, ", line, StringComparison.Ordinal);
            Assert.Contains(", 400, ", line, StringComparison.Ordinal);
            Assert.Contains("\"averages\":{\"count\":4,", line, StringComparison.Ordinal);
        }
    }
}
