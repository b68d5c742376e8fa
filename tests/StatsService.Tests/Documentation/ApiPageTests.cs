using StatsService.Tests.Azurite;

namespace StatsService.Tests.Documentation;

public sealed class ApiPageTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Its_examples_are_answered()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        await using var shell = new ReadersShell();
        shell.Environment["ADMIN_TOKEN"] = app.Admin.Token!;

        var said = await shell.RunAsync(new MarkdownPage("docs/api.md").Commands().Replace("http://127.0.0.1:7071", app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        Assert.Contains("""{"metadata":{"count":"1"},"data":[{"uuid":"0f9f3c7e-4b1c-4c57-8f0a-5f2c3a9d1001","date":"2026-03-01"}]}""", said, StringComparison.Ordinal);
        Assert.Contains("""{"type":"risk","processor":"risk_averages_on_date","data":{"current":{"informational":{"Low risks":[{"date":"2026-03-01","value":10}]""", said, StringComparison.Ordinal);
        Assert.Empty((await app.Admin.GetAsync("stats/7b3d9b52-2f0e-4f52-9f57-6a2d1c8e0001")).Stats);
    }
}
