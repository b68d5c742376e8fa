using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>The dashboard's pages and their files; a route each, because two that match one path are resolved by name.</summary>
public sealed class PageFunctions(StaticFiles files, IOptions<EmbedOptions> embedding)
{
    private static readonly string[] Embedded = ["ranking", "evolution", "risks"];

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

    [Function("PageData")]
    public IResult Data([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "data")] HttpRequest request) =>
        files.Page(request);

    /// <summary>A chart alone, for pages of others.</summary>
    [Function("PageEmbed")]
    public IResult Embed([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "embed/{what}")] HttpRequest request, string what) =>
        Embedded.Contains(what) && !request.Path.Value!.EndsWith('/') ? files.Page(request, "embed", frameAncestors: embedding.Value.FrameAncestors) : files.NotFoundPage(request);

    /// <summary>The picture that stands beside a link to a page.</summary>
    [Function("PagePreview")]
    public IResult Preview([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "preview.png")] HttpRequest request) =>
        files.File(request, OpenGraph.Picture);

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
