using System.ComponentModel;
using System.Reflection;
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

    /// <remarks>
    /// Reflection instead of ASP.NET Core's own delegates: those are compiled for each function at the start, which takes a fifth of a second, while all of a
    /// function's parameters are the request, what its route holds, and whether the caller has hung up.
    /// </remarks>
    private static void Map(WebApplication app, HttpRoute route)
    {
        var function = route.Function;
        var parameters = function.Method.GetParameters();
        var invoker = MethodInvoker.Create(function.Method);
        RequestDelegate handler = async context =>
        {
            var arguments = Array.ConvertAll(parameters, parameter => Argument(context, parameter));
            var result = invoker.Invoke(function.CreateTarget(context.RequestServices), arguments.AsSpan());
            if (result is Task<IResult> answering)
                result = await answering;
            else if (result is Task running)
                await running;
            if (result is IResult answer)
                await answer.ExecuteAsync(context);
        };
        var endpoint = route.Methods is null ? app.Map(route.Pattern, handler) : app.MapMethods(route.Template, route.Methods, handler);
        endpoint.WithMetadata([.. FunctionMetadata.Of(function.Method)]);
    }

    private static object? Argument(HttpContext context, ParameterInfo parameter) =>
        parameter.ParameterType == typeof(HttpRequest) ? context.Request
        : parameter.ParameterType == typeof(CancellationToken) ? context.RequestAborted
        : context.GetRouteValue(parameter.Name!) is string value ? TypeDescriptor.GetConverter(parameter.ParameterType).ConvertFromInvariantString(value)
        : null;
}
