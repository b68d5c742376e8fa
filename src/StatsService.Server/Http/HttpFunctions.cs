using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Edge;

namespace StatsService.Server.Http;

internal static class HttpFunctions
{
    /// <summary>Serves the HTTP functions. Their attributes are their endpoints' metadata, by which the edge knows what a function asks of its callers.</summary>
    public static void MapHttpFunctions(this WebApplication app, IEnumerable<ServedFunction> functions)
    {
        var routes = functions.Where(function => function.Trigger is HttpTriggerAttribute).Select(HttpRoute.Of).ToList();

        foreach (var route in routes)
            Map(app, route);
    }

    private static void Map(WebApplication app, HttpRoute route)
    {
        var function = route.Function;
        var handler = RequestDelegateFactory.Create(
            function.Method,
            context => function.CreateTarget(context.RequestServices)!,
            new RequestDelegateFactoryOptions
            {
                ServiceProvider = app.Services,
                RouteParameterNames = route.Pattern.Parameters.Select(parameter => parameter.Name),
            }).RequestDelegate;
        var endpoint = route.Methods is null ? app.Map(route.Pattern, handler) : app.MapMethods(route.Template, route.Methods, handler);
        endpoint.WithMetadata([.. FunctionMetadata.Of(function.Method)]);
    }
}
