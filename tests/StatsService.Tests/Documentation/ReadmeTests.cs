using System.Globalization;
using System.Text.Json;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Documentation;

public sealed class ReadmeTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Its_commands_lead_from_a_clone_to_a_running_service_with_a_client_and_a_first_batch()
    {
        await using var shell = new ReadersShell();
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        shell.Environment["PORT"] = port;
        shell.Environment["AzureWebJobsStorage"] = azurite.ConnectionString;
        shell.Environment["ADMIN_TOKEN"] = "choose-a-long-random-key";

        var said = await shell.RunAsync(new MarkdownPage("README.md").Commands().Replace("7071", port, StringComparison.Ordinal));

        Assert.Contains("\"name\":\"acme\"", said, StringComparison.Ordinal);
        Assert.Contains("\"metadata\":{\"count\":\"2\"", said, StringComparison.Ordinal);
        Assert.Contains("\"processor\":\"threat_average_on_date\"", said, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Eventually.HoldsAsync(async () =>
        {
            var threats = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri("/stats/threats.json?days=3650", UriKind.Relative)));
            return threats.GetArrayLength() == 1 && threats[0].GetProperty("averages").GetProperty("count").GetDouble() == 5;
        });
    }
}
