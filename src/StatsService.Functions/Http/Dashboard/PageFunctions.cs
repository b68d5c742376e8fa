using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>The dashboard's pages and their files; a route each, because two that match one path are resolved by name.</summary>
public sealed class PageFunctions(StaticFiles files)
{
    [Function("PageCurrent")]
    public IResult Current([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request) =>
        files.Page(request);

    [Function("PageEvolution")]
    public IResult Evolution([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "evolution")] HttpRequest request) =>
        files.Page(request);

    [Function("PageMap")]
    public IResult Map([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "map")] HttpRequest request) =>
        files.Page(request);

    [Function("PageAbout")]
    public IResult About([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "about")] HttpRequest request) =>
        files.Page(request);

    [Function("PageAboutMore")]
    public IResult AboutMore([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "about/more")] HttpRequest request) =>
        files.Page(request);

    [Function("PageHelp")]
    public IResult Help([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "help")] HttpRequest request) =>
        files.Page(request);

    [Function("PageAsset")]
    public IResult Asset([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{file}")] HttpRequest request, string file) =>
        files.Asset(request, file);

    [Function("PageFavicon")]
    public IResult Favicon([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "favicon.svg")] HttpRequest request) =>
        files.File(request, "favicon.svg");

    /// <summary>Browsers ask for it when they show an answer that is no page; they take a drawing under this name too.</summary>
    [Function("PageFaviconIco")]
    public IResult FaviconIco([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "favicon.ico")] HttpRequest request) =>
        files.File(request, "favicon.svg");
}
