using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Dashboard;

namespace StatsService.Functions.Http.Edge;

/// <summary>Gives an error that has no body a sentence: JSON for programs, a page for visitors. It never repeats the address that was asked for.</summary>
internal static class EmptyErrors
{
    public static Task DescribeAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var status = http.Response.StatusCode;
        return status == StatusCodes.Status404NotFound && !IsForPrograms(http.Request)
            ? http.RequestServices.GetRequiredService<StaticFiles>().NotFoundPage(http.Request).ExecuteAsync(http)
            : Problems.Message(status, SentenceOf(http, status)).ExecuteAsync(http);
    }

    private static bool IsForPrograms(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        || request.Path.StartsWithSegments("/api") || request.Path.Value!.TrimEnd('/').EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static string SentenceOf(HttpContext http, int status) => status switch
    {
        StatusCodes.Status404NotFound => $"Nothing is here. {http.Request.PathBase}/api/v1/ describes every call.",
        StatusCodes.Status405MethodNotAllowed => $"This address takes {http.Response.Headers.Allow}. {http.Request.PathBase}/api/v1/ describes every call.",
        _ => $"{ReasonPhrases.GetReasonPhrase(status)}.",
    };
}
