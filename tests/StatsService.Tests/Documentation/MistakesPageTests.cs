namespace StatsService.Tests.Documentation;

public sealed class MistakesPageTests
{
    [Fact]
    public Task It_has_every_wrong_call_and_command_with_its_answer() => GeneratedPage.IsUpToDateAsync("docs/mistakes.md", MistakesPage.Render());
}
