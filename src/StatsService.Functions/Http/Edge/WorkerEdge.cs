using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace StatsService.Functions.Http.Edge;

/// <summary>
/// Runs the edge around each HTTP invocation in the Functions worker. The function's result is written inside, so that whatever the edge or
/// the function does, the invocation succeeds and its answer is the edge's.
/// </summary>
public sealed class WorkerEdge : IFunctionsWorkerMiddleware
{
    private readonly ConcurrentDictionary<string, Endpoint> endpoints = new();
    private readonly RequestDelegate edge;

    public WorkerEdge(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseStatsServiceEdge().Run(RunFunctionAsync);
        edge = app.Build();
    }

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        HostHop.Undo(http, context.BindingContext.BindingData);
        http.SetEndpoint(endpoints.GetOrAdd(context.FunctionDefinition.EntryPoint, EndpointOf));
        http.Features.Set(new Invocation(context, next));
        await edge(http);
        context.GetInvocationResult().Value = Results.Empty;
    }

    private static async Task RunFunctionAsync(HttpContext http)
    {
        var (context, next) = http.Features.GetRequiredFeature<Invocation>();
        await next(context);
        if (context.GetInvocationResult().Value is IResult result)
            await result.ExecuteAsync(http);
    }

    /// <param name="entryPoint">The function's method with its namespace and class.</param>
    private static Endpoint EndpointOf(string entryPoint)
    {
        var dot = entryPoint.LastIndexOf('.');
        var method = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(entryPoint[..dot])).First(type => type is not null)!.GetMethod(entryPoint[(dot + 1)..])!;
        return new Endpoint(null, new EndpointMetadataCollection(FunctionMetadata.Of(method)), entryPoint);
    }

    private sealed record Invocation(FunctionContext Context, FunctionExecutionDelegate Next);
}

/// <summary>What the edge knows of a function: the attributes of its method and class.</summary>
public static class FunctionMetadata
{
    public static IEnumerable<object> Of(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return [.. method.DeclaringType!.GetCustomAttributes(), .. method.GetCustomAttributes()];
    }
}
