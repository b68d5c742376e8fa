using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>A page in which the build left places for what only the service knows.</summary>
internal static class FilledPage
{
    /// <summary>Stands in the page of an object for its name.</summary>
    public const string Name = "__name__";

    /// <summary>Stands where rows of a table are shown to those who run no scripts.</summary>
    public const string Rows = "<!--rows-->";

    /// <summary>Whether a page has any such place.</summary>
    public static bool IsOne(string page) =>
        page.Contains(OpenGraph.Mark, StringComparison.Ordinal) || page.Contains(Name, StringComparison.Ordinal) || page.Contains(Rows, StringComparison.Ordinal);

    /// <summary>The page, or 304 where the browser has it already.</summary>
    public static IResult Answer(string page) =>
        Results.Bytes(Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Hash(page)}\"", isWeak: true));

    private static string Hash(string page) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(page)).AsSpan(0, 12));
}
