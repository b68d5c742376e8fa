namespace StatsService.Tests.Documentation;

public sealed class WorkflowTests
{
    [Fact]
    public async Task The_workflows_are_sound_and_call_what_is_there()
    {
        await using var shell = ReadersShell.WithoutStandIns();

        Assert.Contains("release.yml: 4 commands of its own.", await shell.RunAsync("npm --silent run check:workflows"), StringComparison.Ordinal);
    }
}
