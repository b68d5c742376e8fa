namespace StatsService.Tests.Documentation;

public sealed class LinkTests
{
    [Fact]
    public void Every_link_of_a_page_into_the_repository_leads_to_a_file_and_a_heading_that_are_there()
    {
        var broken =
            from page in MarkdownPage.All
            from link in page.Links
            where !Uri.IsWellFormedUriString(link, UriKind.Absolute) && !LeadsSomewhere(page, link)
            select $"{page.Path}: {link}";

        Assert.Empty(broken);
    }

    private static bool LeadsSomewhere(MarkdownPage page, string link)
    {
        var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? page.Path : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, path));
        return Path.Exists(Path.Combine(Repository.Root, target)) && (anchor is null || new MarkdownPage(target).Anchors.Contains(anchor));
    }
}
