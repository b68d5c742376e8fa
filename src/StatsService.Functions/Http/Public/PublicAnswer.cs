using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using StatsService.Answers;

namespace StatsService.Functions.Http.Public;

/// <summary>A finished answer for browsers anywhere: cached a minute, revalidated by its hash, compressed as they accept.</summary>
internal sealed class PublicAnswer(FinishedAnswer answer) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var request = httpContext.Request.GetTypedHeaders();
        var response = httpContext.Response;
        var (encoding, body) = Choose(request.AcceptEncoding);

        // A body is named by its bytes: the encodings are different ones of the same answer.
        var etag = new EntityTagHeaderValue($"\"{answer.Hash}{(encoding is null ? "" : "-" + encoding)}\"");
        response.Headers.ETag = etag.ToString();
        response.Headers.CacheControl = "public, max-age=60";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (request.IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(etag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private (string? Encoding, ReadOnlyMemory<byte> Body) Choose(IList<StringWithQualityHeaderValue> accepted)
    {
        if (Accepts("br"))
            return ("br", answer.Brotli);
        return Accepts("gzip") ? ("gzip", answer.GZip) : (null, answer.Json);

        bool Accepts(string encoding) => accepted.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);
    }
}
