using StatsService.Tests.Azurite;

namespace StatsService.Tests.Documentation;

public sealed class ApiPageTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Its_examples_are_answered()
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        await using var shell = new ReadersShell();
        shell.WorkingDirectory = shell.Folder;
        shell.Environment["ADMIN_TOKEN"] = app.Admin.Token!;

        var said = await shell.RunAsync(new MarkdownPage("docs/api.md").Commands().Replace("http://127.0.0.1:7071", app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        Assert.Contains("""{"metadata":{"count":"1"},"data":[{"uuid":"0f9f3c7e-4b1c-4c57-8f0a-5f2c3a9d1001","date":"2026-03-01"}]}""", said, StringComparison.Ordinal);
        Assert.Contains("""{"type":"risk","processor":"risk_averages_on_date","data":{"current":{"informational":{"Low risks":[{"date":"2026-03-01","value":10}]""", said, StringComparison.Ordinal);
        Assert.Empty((await app.Admin.GetAsync("stats/7b3d9b52-2f0e-4f52-9f57-6a2d1c8e0001")).Stats);
    }

    /// <summary>PHP and Guzzle are those of Debian's packages php-cli and php-guzzlehttp-guzzle.</summary>
    [Theory]
    [InlineData("php", "/usr/share/php/GuzzleHttp/autoload.php", "php example.php")]
    [InlineData("python", "", "python3 example.py")]
    [InlineData("csharp", "", "dotnet run example.cs")]
    public async Task Its_programs_in_other_languages_run_as_they_stand(string language, string library, string command)
    {
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix());
        await using var shell = new ReadersShell();
        Assert.SkipUnless(
            library.Length == 0 || File.Exists(library) && (await shell.RunAsync($"type -P {command.Split(' ')[0]} || true")).Length > 0,
            $"This machine has no {language}, or not {library}.");
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, command.Split(' ')[^1]), new MarkdownPage("docs/api.md").ProgramIn(language), TestContext.Current.CancellationToken);
        shell.WorkingDirectory = shell.Folder;
        shell.Environment["STATS_URL"] = app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        shell.Environment["STATS_KEY"] = (await app.RegisterAsync()).Token!;

        var said = await shell.RunAsync($"mkdir vendor\necho \"<?php require '{library}';\" > vendor/autoload.php\n{command}");

        Assert.Equal("201, 1 read, average 4", said.Trim());
        shell.Environment["STATS_KEY"] = "a-key-of-no-client";
        Assert.Contains("403: {\"Error\"", await shell.RunAsync($"{command} 2>&1 || true"), StringComparison.Ordinal);
    }
}
