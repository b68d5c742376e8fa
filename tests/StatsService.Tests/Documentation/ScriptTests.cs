using System.Text.Json;
using System.Text.RegularExpressions;

namespace StatsService.Tests.Documentation;

/// <summary>The npm scripts that README, CONTRIBUTING and docs tell readers to run.</summary>
public sealed partial class ScriptTests
{
    private static readonly IReadOnlyList<string> Pages = ["README.md", "CONTRIBUTING.md", .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")];

    [Fact]
    public void Every_script_that_a_page_names_exists()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "package.json")));
        var scripts = package.RootElement.GetProperty("scripts").EnumerateObject().Select(script => script.Name).ToList();

        var named = Pages.SelectMany(page => NamedScript().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.Contains("demo", named);
        Assert.Empty(named.Except(scripts));
    }

    [Theory]
    [InlineData("check:scripts")]
    [InlineData("check:dashboard")]
    public async Task A_check_of_types_finds_nothing(string script)
    {
        await using var shell = new ReadersShell();

        // The shell throws where a command fails.
        Assert.Empty(await shell.RunAsync($"npm run --silent {script}"));
    }

    [GeneratedRegex(@"\bnpm (run )?(?<name>start|test|(?<=run )[a-z:]+)\b")]
    private static partial Regex NamedScript();
}
