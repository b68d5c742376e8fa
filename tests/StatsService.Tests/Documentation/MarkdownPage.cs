using System.Globalization;
using System.Text.RegularExpressions;

namespace StatsService.Tests.Documentation;

/// <summary>A page of the documentation, by its path in the repository.</summary>
public sealed partial class MarkdownPage(string path)
{
    private readonly string text = File.ReadAllText(Path.Combine(Repository.Root, path));

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

    private int LineOf(Match block) => text.AsSpan(0, block.Index).Count('\n') + 1;

    [GeneratedRegex("^( *)```sh\n(?<commands>.*?)^\\1```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
