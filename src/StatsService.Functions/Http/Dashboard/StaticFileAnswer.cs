using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>Sends a file in the smallest form that the browser takes, or 304 where it has it already.</summary>
internal class StaticFileAnswer(StaticFile file, string caching, string policy = SecurityHeaders.NotAPage) : IResult
{
    public virtual async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        SecurityHeaders.AddTo(request, policy);
        response.Headers.ETag = file.ETag;
        response.Headers.CacheControl = caching;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var own = new EntityTagHeaderValue(file.ETag[2..], isWeak: true);
        if (request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(own, useStrongComparison: false) || tag == EntityTagHeaderValue.Any))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var encoding = file.Encodings.FirstOrDefault(form => accepted.Any(one => one.Quality != 0 && one.Value.Equals(form, StringComparison.OrdinalIgnoreCase)));
        var path = file.PathOf(encoding);
        response.Headers.ContentEncoding = encoding is null ? StringValues.Empty : encoding;
        response.ContentType = file.ContentType;
        response.ContentLength = new FileInfo(path).Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.SendFileAsync(path, httpContext.RequestAborted);
    }
}
