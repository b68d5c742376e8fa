namespace StatsService.Tests.Documentation;

public sealed class ArchitecturePageTests
{
    private static readonly string[] Made = ["bin", "obj", "wwwroot"];

    [Fact]
    public void Its_house_has_exactly_the_folders_of_src()
    {
        var told = FoldersOf(new MarkdownPage("docs/architecture.md").BlockAfter("## The house"));

        Assert.Equal(RealFolders(new DirectoryInfo(Path.Combine(Repository.Root, "src"))).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    /// <summary>The paths in a list in which each folder stands on a line of its own, further to the right than the one that it is in.</summary>
    private static IEnumerable<string> FoldersOf(IEnumerable<string> lines)
    {
        var above = new Stack<(int Indent, string Path)>();
        foreach (var line in lines)
        {
            var indent = line.Length - line.TrimStart().Length;
            while (above.TryPeek(out var last) && last.Indent >= indent)
                above.Pop();
            var path = (above.TryPeek(out var parent) ? parent.Path : "") + line.TrimStart().Split(' ')[0];
            above.Push((indent, path));
            yield return path;
        }
    }

    /// <summary>A folder in which nothing is left but what builds made is gone.</summary>
    private static IEnumerable<string> RealFolders(DirectoryInfo folder)
    {
        var inside = folder.EnumerateDirectories().Where(each => !Made.Contains(each.Name)).SelectMany(RealFolders).ToList();
        return inside.Count == 0 && !folder.EnumerateFiles().Any() ? [] : [$"{Path.GetRelativePath(Repository.Root, folder.FullName)}/", .. inside];
    }
}
