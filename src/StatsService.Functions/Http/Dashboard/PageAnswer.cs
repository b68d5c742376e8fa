using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>Sends a page: asked for again at each visit, in the visitor's language, and allowed nothing but this instance's own files.</summary>
internal sealed class PageAnswer(StaticFile file, string language) : StaticFileAnswer(file, "no-cache", Policy)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    public override Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentLanguage = language;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return base.ExecuteAsync(httpContext);
    }
}
