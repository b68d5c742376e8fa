using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.Functions.Http.About;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Dashboard;

namespace StatsService.Functions.Http.Documentation;

/// <summary>The description of the API for tools, and a page to read and try it.</summary>
public sealed class ApiFunctions(ApiEndpoint api, ApiDocument document, StaticFiles files, IOptions<InstanceOptions> instance)
{
    [Function("ApiPage")]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1")] HttpRequest request) =>
        files.Page(request);

    [Function("OpenApiJson")]
    public Task<IResult> OpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/openapi.json")] HttpRequest request) =>
        api.PublicAsync(request, () => Answer(request, document.OpenApi));

    [Function("SwaggerJson")]
    public Task<IResult> SwaggerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/swagger.json")] HttpRequest request) =>
        api.PublicAsync(request, () => Answer(request, document.Swagger(InstanceAddress.Of(request, instance.Value))));

    /// <summary>Tools on other sites may read it too.</summary>
    private IResult Answer(HttpRequest request, string json)
    {
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        return api.Compressed(Results.Text(json, "application/json", Encoding.UTF8));
    }
}
