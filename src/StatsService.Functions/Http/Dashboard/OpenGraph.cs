using System.Net;
using System.Text;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>What a page says of itself to those who show a link to it: its title, its description and a picture, with absolute addresses.</summary>
internal static class OpenGraph
{
    /// <summary>Stands in a page for it.</summary>
    public const string Mark = "<!--open-graph-->";

    /// <summary>The picture's file.</summary>
    public const string Picture = "preview.png";

    /// <param name="page">As it is sent.</param>
    /// <param name="address">Where the page is seen from outside; null: nobody can tell.</param>
    /// <param name="picture">Where the picture is; null: there is none.</param>
    public static string Of(string page, string? address, string language, string? picture)
    {
        var tags = new StringBuilder();
        Add("type", "website");
        Add("site_name", "Stats Service");
        Add("title", Between(page, "<title>", "</title>"));
        Add("description", Between(page, "<meta name=\"description\" content=\"", "\""));
        if (address is not null)
            Add("url", WebUtility.HtmlEncode(address));
        Add("locale", language);
        if (picture is not null)
        {
            Add("image", WebUtility.HtmlEncode(picture));
            Add("image:width", "1200");
            Add("image:height", "630");
            tags.AppendLine("""<meta name="twitter:card" content="summary_large_image">""");
        }

        return tags.ToString();

        // What is taken from the page is encoded already.
        void Add(string property, string content) => tags.AppendLine($"""<meta property="og:{property}" content="{content}">""");
    }

    private static string Between(string page, string before, string after)
    {
        var start = page.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var end = start < before.Length ? -1 : page.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? "" : page[start..end].Replace("\"", "&quot;", StringComparison.Ordinal);
    }
}
