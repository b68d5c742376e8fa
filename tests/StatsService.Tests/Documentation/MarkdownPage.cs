using System.Globalization;
using System.Text.RegularExpressions;

namespace StatsService.Tests.Documentation;

/// <summary>A page of the documentation, by its path in the repository.</summary>
public sealed partial class MarkdownPage(string path)
{
    private readonly string text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, path));

    /// <summary>The pages that readers of the repository are sent to.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md" }
            .Concat(Directory.GetFiles(System.IO.Path.Combine(Repository.Root, "docs"), "*.md").Select(file => System.IO.Path.GetRelativePath(Repository.Root, file)).Order())
            .Select(page => new MarkdownPage(page)),
    ];

    public string Path => path;

    public string Text => text;

    /// <summary>The page without its blocks of code, in which brackets and hashes mean something else.</summary>
    public string Prose => Fences().Replace(text, "");

    /// <summary>Where its links and pictures lead, as they are written: <c>docs/api.md</c>, <c>#words</c>, <c>https://…</c>.</summary>
    public IEnumerable<string> Links => LinkTargets().Matches(Prose).Select(link => link.Groups["target"].Value);

    /// <summary>The names by which links reach its headings, as GitHub makes them: <c>What it costs</c> is <c>what-it-costs</c>.</summary>
    public IEnumerable<string> Anchors => Headings().Matches(Prose).Select(heading =>
        NoAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The lines of the first block of code after a heading.</summary>
    public IReadOnlyList<string> BlockAfter(string heading)
    {
        var after = text[text.IndexOf($"\n{heading}\n", StringComparison.Ordinal)..];
        return Fences().Match(after).Value.Split('\n')[1..^1];
    }

    /// <summary>All commands of the page, or of one of its chapters, as one script that ends at the first that fails.</summary>
    /// <param name="chapter">Its heading of the second level; null: the whole page.</param>
    public string Commands(string? chapter = null)
    {
        var from = chapter is null ? 0 : text.IndexOf($"\n## {chapter}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"{path} has no chapter \"{chapter}\".");
        var to = chapter is null ? -1 : text.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return string.Concat(Blocks().Matches(text)
            .Where(block => block.Index >= from && (to < 0 || block.Index < to))
            .Select(block => string.Create(CultureInfo.InvariantCulture, $"echo '# {path}:{LineOf(block)}' >&2\n{block.Groups["commands"].Value}")));
    }

    /// <summary>The one program of the page that is written in a language.</summary>
    public string ProgramIn(string language)
    {
        var opening = $"\n```{language}\n";
        var start = text.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        Assert.Equal(-1, text.IndexOf(opening, start, StringComparison.Ordinal));
        return text[start..text.IndexOf("\n```\n", start, StringComparison.Ordinal)];
    }

    private int LineOf(Match block) => text.AsSpan(0, block.Index).Count('\n') + 1;

    [GeneratedRegex("^ *```.*?^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkTargets();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex("^( *)```sh\n(?<commands>.*?)^\\1```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
