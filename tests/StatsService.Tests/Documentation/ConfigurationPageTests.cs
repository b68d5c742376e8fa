namespace StatsService.Tests.Documentation;

public sealed class ConfigurationPageTests
{
    [Fact]
    public Task It_names_every_setting_with_its_default_as_the_code_has_it() => GeneratedPage.IsUpToDateAsync("docs/configuration.md", ConfigurationPage.Render());

    [Fact]
    public void The_sample_settings_name_only_what_exists()
    {
        string[] ofTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsDisableHomepage"];

        Assert.Empty(ConfigurationPage.Sample.Keys.Except(ofTheHost).Except(ConfigurationPage.Names));
    }
}
