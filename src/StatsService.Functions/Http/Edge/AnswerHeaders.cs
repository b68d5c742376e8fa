using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StatsService.Functions.Http.About;

namespace StatsService.Functions.Http.Edge;

/// <summary>
/// What every answer tells browsers and caches. The headers are added when the answer starts, because an answer that fails is
/// cleared and written anew.
/// </summary>
internal sealed class AnswerHeaders(RequestDelegate next, InstanceAddress address)
{
    /// <summary>For what is not a page: it loads nothing, and stands in no frame.</summary>
    private const string NotAPage = "default-src 'none'; frame-ancestors 'none'";

    private const string Year = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            Add(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, NotAPage);
        if (address.IsSecure(context.Request))
            headers.StrictTransportSecurity = Year;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.AcceptEncoding, StringComparer.OrdinalIgnoreCase))
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null)
            headers.CacheControl = "no-store";
    }
}
