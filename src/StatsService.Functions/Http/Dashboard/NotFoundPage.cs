using Microsoft.AspNetCore.Http;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>The dashboard's page for an address where nothing is.</summary>
/// <param name="path">Where the page lies.</param>
internal sealed class NotFoundPage(string language, string path) : IResult
{
    // It stands in the page for the address of the dashboard, which a page that answers at any depth can't name otherwise.
    private const string Root = "__root__";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        PageHeaders.AddTo(httpContext.Request, language);
        httpContext.Response.StatusCode = StatusCodes.Status404NotFound;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        var page = await File.ReadAllTextAsync(path, httpContext.RequestAborted);
        await httpContext.Response.WriteAsync(page.Replace(Root, httpContext.Request.PathBase.ToUriComponent(), StringComparison.Ordinal), httpContext.RequestAborted);
    }
}
