using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.About;
using StatsService.Functions.Http.Dashboard;

namespace StatsService.Functions.Http.Documentation;

/// <summary>The description of the API for tools, and a page to read and try it.</summary>
public sealed class ApiFunctions(ApiDocument document, StaticFiles files, InstanceAddress address)
{
    [Function("ApiPage")]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1")] HttpRequest request) =>
        files.Page(request);

    [Function("OpenApiJson")]
    public IResult OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/openapi.json")] HttpRequest request) =>
        Answer(request, document.OpenApi);

    [Function("SwaggerJson")]
    public IResult Swagger([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/swagger.json")] HttpRequest request) =>
        Answer(request, document.Swagger(address.Of(request)));

    /// <summary>Tools on other sites may read it too.</summary>
    private static IResult Answer(HttpRequest request, string json)
    {
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Text(json, "application/json", Encoding.UTF8);
    }
}
