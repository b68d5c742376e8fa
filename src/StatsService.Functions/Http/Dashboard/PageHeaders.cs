using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>What pages tell browsers: their language, and that they use nothing but this instance's own files.</summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors ";

    /// <param name="frameAncestors">Who may show the page in a frame.</param>
    public static void AddTo(HttpRequest request, string language, string frameAncestors = "'self'")
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy + frameAncestors;
        headers.ContentLanguage = language;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
    }
}
