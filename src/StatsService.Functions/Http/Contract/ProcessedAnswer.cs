using System.Text;
using Microsoft.AspNetCore.Http;

namespace StatsService.Functions.Http.Contract;

/// <summary>What a processor makes, which may have megabytes: it is copied into the answer part by part, as the caller reads it.</summary>
internal sealed class ProcessedAnswer(ProcessedBody body, FieldsMask? mask) : IResult
{
    private const int PartBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (mask is not null)
        {
            await JsonAnswer.Of(body, WireJson.Wire.ProcessedBody, mask: mask).ExecuteAsync(httpContext);
            return;
        }

        // The names of types and processors have nothing to escape.
        var start = Encoding.UTF8.GetBytes($$"""{"type":"{{body.Type}}","processor":"{{body.Processor}}","data":""");
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.ContentLength = start.Length + body.Data.Length + 1;
        await response.BodyWriter.WriteAsync(start, httpContext.RequestAborted);
        for (var written = 0; written < body.Data.Length; written += PartBytes)
            await response.BodyWriter.WriteAsync(body.Data.Slice(written, Math.Min(PartBytes, body.Data.Length - written)), httpContext.RequestAborted);
        await response.BodyWriter.WriteAsync("}"u8.ToArray(), httpContext.RequestAborted);
    }
}
