using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StatsService.Clients;
using StatsService.Functions.Http.Edge;
using StatsService.Functions.Http.Public;
using StatsService.Functions.Http.V1;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Functions.Http.Start;

/// <summary>
/// Rehearses the first calls while the service starts: a front office sends once a day, and shall not wait until the code that it needs is compiled and
/// loaded. The whole service is there a second time for that, on a database of its own in a temporary folder; the storage is asked nothing.
/// </summary>
internal sealed partial class WarmUp(ILogger<WarmUp> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Beside the start, which is busy with one core.
        _ = Task.Run(TryAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static async Task RehearseAsync()
    {
        var folder = Directory.CreateTempSubdirectory("stats-service-");
        try
        {
            using var app = Build(Path.Combine(folder.FullName, "rehearsal.db"));
            var registered = await app.Services.GetRequiredService<ClientRegistry>().RegisterAsync("rehearsal", isSharingEnabled: false, token: null, CancellationToken.None);
            var stage = new Stage(app.Services, registered!.Token);
            await stage.CallAsync<CreateStats>((function, request) => function.RunAsync(request, CancellationToken.None), HttpMethods.Post, body: Sample());
            await stage.CallAsync<ListStats>((function, request) => function.RunAsync(request, CancellationToken.None), HttpMethods.Get, "?type=risk");
            await stage.CallAsync<ListStats>((function, request) => function.RunAsync(request, CancellationToken.None), HttpMethods.Get, body: """{"type":"threat","get_last":true,"anrs":["00000000-0000-4000-8000-000000000001"]}""");
            await app.Services.GetRequiredService<Aggregator>().AggregateAsync(registered.Client.Uuid, CancellationToken.None);
            await stage.CallAsync<PublicStats>((function, request) => function.GetThreatsAsync(request, CancellationToken.None), HttpMethods.Get, "?last_stats=1");
            await stage.CallAsync<PublicStats>((function, request) => function.GetVulnerabilitiesAsync(request, CancellationToken.None), HttpMethods.Get, "?days=365");
            await stage.CallAsync<GetProcessedStats>((function, request) => function.RunAsync(request, CancellationToken.None), HttpMethods.Get, body: """{"type":"risk","processor":"risk_averages"}""");
            await stage.CallAsync<GetMe>((_, request) => Task.FromResult(GetMe.Run(request)), HttpMethods.Get);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IHost Build(string databaseFile)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration[StorageOptions.DatabaseSetting] = databaseFile;
        builder.Services
            // As a web host has them.
            .AddSingleton(_ => new DiagnosticListener(nameof(WarmUp)))
            .AddSingleton<DiagnosticSource>(services => services.GetRequiredService<DiagnosticListener>())
            .AddScoped<IMiddlewareFactory, MiddlewareFactory>()
            .AddStatsServiceApp(builder.Configuration)
            // What is rehearsed is in no metric of the service.
            .AddSingleton(_ => new Meter(nameof(WarmUp)));
        return builder.Build();
    }

    /// <summary>A stat of each type that has averages, as MONARC sends it.</summary>
    private static string Sample() => """
        [{"anr":"00000000-0000-4000-8000-000000000001","type":"risk","date":"TODAY","data":{"total":{},"risks":{"current":{"informational":[{"level":"Low risks","value":1}]}}}},
        {"anr":"00000000-0000-4000-8000-000000000001","type":"threat","date":"TODAY","data":[{"uuid":"00000000-0000-4000-8000-000000000002","label1":"Vol de mat\u00e9riel","count":3,"maxRisk":12,"averageRate":"2.33"}]},
        {"anr":"00000000-0000-4000-8000-000000000001","type":"vulnerability","date":"TODAY","data":[{"uuid":"00000000-0000-4000-8000-000000000003","label1":"Pas de contr\u00f4le","count":3,"maxRisk":12,"averageRate":"2.33"}]}]
        """.Replace("TODAY", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private async Task TryAsync()
    {
        try
        {
            await RehearseAsync();
        }
        catch (Exception failure)
        {
            Log.Failed(logger, failure);
        }
    }

    /// <summary>Calls functions through the edge, as one client does.</summary>
    private sealed class Stage
    {
        private readonly IServiceProvider services;
        private readonly string key;
        private readonly RequestDelegate edge;

        public Stage(IServiceProvider services, string key)
        {
            this.services = services;
            this.key = key;
            var app = new ApplicationBuilder(services);
            app.UseStatsServiceEdge().Run(context => context.Features.GetRequiredFeature<RequestDelegate>()(context));
            edge = app.Build();
        }

        public async Task CallAsync<TFunction>(Func<TFunction, HttpRequest, Task<IResult>> run, string method, string query = "", string body = "")
        {
            await using var scope = services.CreateAsyncScope();
            using var answer = new MemoryStream();
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            context.Request.Method = method;
            context.Request.QueryString = new QueryString(query);
            context.Request.Headers["X-API-KEY"] = key;
            context.Request.Headers.AcceptEncoding = "br";
            context.Request.ContentType = "application/json";
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            context.Response.Body = answer;
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(typeof(TFunction).GetCustomAttributes(inherit: false)), typeof(TFunction).Name));
            context.Features.Set<RequestDelegate>(async http => await (await run(ActivatorUtilities.CreateInstance<TFunction>(http.RequestServices), http.Request)).ExecuteAsync(http));
            await edge(context);
            if (context.Response.StatusCode >= StatusCodes.Status300MultipleChoices)
                throw new InvalidOperationException($"{typeof(TFunction).Name} answered {context.Response.StatusCode}.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The first calls could not be rehearsed: they are slower for that, and nothing else.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
