using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace StatsService.Functions.Http.Contract;

/// <summary>Sends an answer with Brotli or gzip where its caller accepts one: ASP.NET Core's compression around this answer alone.</summary>
internal sealed class CompressedAnswer(IResult answer, IResponseCompressionProvider compression) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        return new ResponseCompressionMiddleware(answer.ExecuteAsync, compression).Invoke(httpContext);
    }
}

/// <summary>Leaves small answers as they are: compressing them saves no packet.</summary>
internal sealed class CompressionOfLargeAnswers(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    private const int MinBytes = 1024;

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < MinBytes && base.ShouldCompressResponse(context);
}
