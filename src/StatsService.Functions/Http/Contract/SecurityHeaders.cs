using Microsoft.AspNetCore.Http;
using StatsService.Functions.Http.About;

namespace StatsService.Functions.Http.Contract;

/// <summary>What every answer tells browsers.</summary>
internal static class SecurityHeaders
{
    /// <summary>For what is not a page: it loads nothing, and stands in no frame.</summary>
    public const string NotAPage = "default-src 'none'; frame-ancestors 'none'";

    private const string Year = "max-age=31536000";

    public static void AddTo(HttpRequest request, string policy = NotAPage)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = policy;
        if (InstanceAddress.SchemeOf(request) == Uri.UriSchemeHttps)
            headers.StrictTransportSecurity = Year;
    }
}
