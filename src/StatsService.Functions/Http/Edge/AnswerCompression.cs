using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace StatsService.Functions.Http.Edge;

/// <summary>Marks a function whose answer repeats the caller's key: the answer's compressed length would tell something of it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RepeatsKeyAttribute : Attribute;

/// <summary>Leaves answers as they are that repeat a key, and small ones, of which compression saves no packet.</summary>
internal sealed class AnswerCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    private const int MinBytes = 1024;

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < MinBytes
        && context.GetEndpoint()?.Metadata.GetMetadata<RepeatsKeyAttribute>() is null
        && base.ShouldCompressResponse(context);
}
