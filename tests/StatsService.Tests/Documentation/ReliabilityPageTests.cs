using System.Reflection;
using System.Text.RegularExpressions;

namespace StatsService.Tests.Documentation;

/// <summary>What <c>docs/reliability.md</c> and the threat model of <c>SECURITY.md</c> say is there.</summary>
public sealed partial class ReliabilityPageTests
{
    private static readonly HashSet<string> TestClasses =
    [
        .. from type in typeof(ReliabilityPageTests).Assembly.GetTypes()
           where type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute)))
           select type.Name,
    ];

    [Fact]
    public void Every_promise_names_tests_that_are_there_and_a_command_and_a_figure_with_its_page_or_none()
    {
        var promises = Rows("docs/reliability.md").ToList();

        Assert.True(promises.Count > 10);
        Assert.All(promises, promise =>
        {
            Assert.Equal(4, promise.Length);
            NamesTests(promise[1]);
            Assert.NotEmpty(Quoted(promise[2]));
            Assert.All(Quoted(promise[2]), IsThere);
            Assert.True(promise[3] == "—" || promise[3].Contains("](", StringComparison.Ordinal), promise[3]);
        });
    }

    [Fact]
    public void Every_figure_stands_in_the_page_that_it_is_said_to_come_from()
    {
        foreach (var figure in Rows("docs/reliability.md").Select(promise => promise[3]).Where(figure => figure != "—"))
        {
            var source = new MarkdownPage($"docs/{Source().Match(figure).Groups["page"].Value}").Text;
            Assert.All(Numbers().Matches(figure[..figure.IndexOf('[', StringComparison.Ordinal)]), number => Assert.Contains(number.Value, source, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_threat_names_tests_that_are_there()
    {
        var threats = Rows("SECURITY.md").ToList();

        Assert.True(threats.Count > 5);
        Assert.All(threats, threat =>
        {
            Assert.Equal(4, threat.Length);
            NamesTests(threat[3]);
        });
    }

    private static void NamesTests(string cell)
    {
        Assert.NotEmpty(Quoted(cell));
        Assert.All(Quoted(cell), test => Assert.Contains(test, TestClasses));
    }

    /// <summary>A script with the command that it is given, a class that tests are filtered by, or a command of the administrator's tool.</summary>
    private static void IsThere(string command)
    {
        if (Script().Match(command) is { Success: true } script)
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, script.Groups["file"].Value));
            Assert.Contains(script.Groups["command"].Value, text, StringComparison.Ordinal);
        }
        else if (Filter().Match(command) is { Success: true } filter)
        {
            Assert.Contains(filter.Groups["class"].Value, TestClasses);
        }
        else
        {
            Assert.Contains(command, new MarkdownPage("docs/cli.md").Text, StringComparison.Ordinal);
        }
    }

    /// <summary>The cells of the page's tables, without their heads.</summary>
    private static IEnumerable<string[]> Rows(string page) =>
        from line in new MarkdownPage(page).Prose.Split("\n| ---")[1..].SelectMany(table => table.Split('\n')[1..].TakeWhile(line => line.StartsWith('|')))
        select line.Trim('|').Split('|', StringSplitOptions.TrimEntries);

    private static IEnumerable<string> Quoted(string cell) => Quotes().Matches(cell).Select(quote => quote.Groups["text"].Value);

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Quotes();

    [GeneratedRegex("^node (?<file>\\S+) ?(?<command>[a-z]*)")]
    private static partial Regex Script();

    [GeneratedRegex("npm test -- --filter-class \"\\*(?<class>\\w+)\"$")]
    private static partial Regex Filter();

    [GeneratedRegex(@"\]\((?<page>[\w.]+)")]
    private static partial Regex Source();

    [GeneratedRegex(@"\d[\d,.]*\d|\d+")]
    private static partial Regex Numbers();
}
