using Microsoft.Azure.Functions.Worker;

namespace StatsService.Server.Http;

internal static class HttpFunctions
{
    /// <summary>Serves the HTTP functions; what no function declares, be it the path or only the method, is an empty 404.</summary>
    public static void MapHttpFunctions(this WebApplication app, IEnumerable<ServedFunction> functions)
    {
        var routes = functions.Where(function => function.Trigger is HttpTriggerAttribute).Select(HttpRoute.Of).ToList();

        // Logs what left a function and answers 500 without a body.
        app.UseExceptionHandler(error => error.Run(_ => Task.CompletedTask));
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<HttpRoute>() is not null)
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
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
        endpoint.WithMetadata(route);
    }
}
