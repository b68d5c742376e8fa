using System.Text.Json;
using System.Text.RegularExpressions;

namespace StatsService.Tests.Documentation;

/// <summary>The npm scripts that README, CONTRIBUTING and docs tell readers to run.</summary>
public sealed partial class ScriptTests
{
    [Fact]
    public void Every_script_that_a_page_names_exists()
    {
        var named = MarkdownPage.All.SelectMany(NamedIn).ToList();

        Assert.Contains("demo", named);
        Assert.Empty(named.Except(Scripts()));
    }

    [Fact]
    public void Every_program_that_a_page_runs_with_Node_exists()
    {
        var named = MarkdownPage.All.SelectMany(page => NamedProgram().Matches(page.Text)).Select(match => match.Groups["path"].Value).ToList();

        Assert.Contains("bench/run.mjs", named);
        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(Repository.Root, path)), path));
    }

    [Fact]
    public void Every_script_has_a_line_in_the_table_for_contributors() => Assert.Equal(Scripts().Order(), TableOfContributors().Order());

    [Fact]
    public async Task The_check_of_the_scripts_types_finds_nothing()
    {
        await using var shell = new ReadersShell();

        // The shell throws where a command fails.
        Assert.Empty(await shell.RunAsync("npm run --silent check:scripts"));
    }

    private static IEnumerable<string> Scripts()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "package.json")));
        return [.. package.RootElement.GetProperty("scripts").EnumerateObject().Select(script => script.Name)];
    }

    private static IEnumerable<string> TableOfContributors() =>
        new MarkdownPage("CONTRIBUTING.md").Text.Split('\n').Select(line => TableRow().Match(line)).Where(row => row.Success).Select(row => row.Groups["name"].Value);

    private static IEnumerable<string> NamedIn(MarkdownPage page) => NamedScript().Matches(page.Text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("^\\| `npm (run )?(?<name>[a-z:]+)`")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"\bnode (?<path>[\w/]+\.mjs)\b")]
    private static partial Regex NamedProgram();

    [GeneratedRegex(@"\bnpm (run )?(?<name>start|test|(?<=run )[a-z:]+)\b")]
    private static partial Regex NamedScript();
}
