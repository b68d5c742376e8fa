namespace StatsService.Tests.Documentation;

public sealed class ConfigurationPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "configuration.md");

    /// <summary>With the environment variable WRITE_DOCS the page is written instead: <c>npm run docs</c>.</summary>
    [Fact]
    public async Task It_names_every_setting_with_its_default_as_the_code_has_it()
    {
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") is not null)
            await File.WriteAllTextAsync(Page, ConfigurationPage.Render(), TestContext.Current.CancellationToken);

        Assert.True(
            ConfigurationPage.Render() == await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken),
            "docs/configuration.md is not what the code says: run \"npm run docs\" and commit.");
    }

    [Fact]
    public void The_sample_settings_name_only_what_exists()
    {
        string[] ofTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsDisableHomepage"];

        Assert.Empty(ConfigurationPage.Sample.Keys.Except(ofTheHost).Except(ConfigurationPage.Names));
    }
}
