using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Functions;
using StatsService.Functions.Http.Edge;
using StatsService.Server;
using StatsService.Server.Http;

namespace StatsService.Tests.Drivers;

/// <summary>
/// Stands for the Functions host and its worker, as far as HTTP functions see them: it finds a function by its route, replaces the headers that tell of
/// proxies, and runs the worker's middleware around the function. What no function declares is an empty 404.
/// </summary>
internal static class WorkerHost
{
    private static readonly string[] Replaced = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"];

    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddStatsServiceApp(builder.Configuration).AddSingleton<WorkerEdge>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        configure?.Invoke(builder);
        var app = builder.Build();
        // The worker's own pipeline is without these, which WebApplication would add by itself.
        foreach (var middleware in (string[])["__AuthenticationMiddlewareSet", "__AuthorizationMiddlewareSet"])
            ((IApplicationBuilder)app).Properties[middleware] = true;
        var functions = FunctionCatalog.Find(typeof(WorkerEdge).Assembly.GetTypes(), app.Configuration);
        foreach (var route in functions.Where(function => function.Trigger is HttpTriggerAttribute).Select(HttpRoute.Of))
            app.MapMethods(route.Template, route.Methods!, http => InvokeAsync(http, route.Function));
        return app;
    }

    private static async Task InvokeAsync(HttpContext http, ServedFunction function)
    {
        var received = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        foreach (var name in Replaced)
            http.Request.Headers.Remove(name);
        var context = new WorkerContext(http, function.Method, new Dictionary<string, object?> { ["Headers"] = JsonSerializer.Serialize(received) });
        await http.RequestServices.GetRequiredService<WorkerEdge>().Invoke(context, async invocation =>
        {
            var target = function.CreateTarget(http.RequestServices);
            var arguments = function.Method.GetParameters().Select(parameter => ArgumentOf(http, parameter)).ToArray();
            var result = function.Method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            invocation.GetInvocationResult().Value = result is Task<IResult> running ? await running : result;
        });
        await ((IResult)context.GetInvocationResult().Value!).ExecuteAsync(http);
    }

    private static object? ArgumentOf(HttpContext http, ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(HttpRequest) => http.Request,
        var type when type == typeof(CancellationToken) => http.RequestAborted,
        var type when type == typeof(Guid) => Guid.Parse((string)http.Request.RouteValues[parameter.Name!]!),
        _ => http.Request.RouteValues[parameter.Name!],
    };
}
