using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting.Systemd;
using OpenTelemetry;
using OpenTelemetry.Trace;
using StatsService.Functions;
using StatsService.Functions.Http.Edge;
using StatsService.Functions.Telemetry;
using StatsService.Server.Http;
using StatsService.Server.Queues;
using StatsService.Server.Timers;

namespace StatsService.Server;

/// <summary>Runs the functions of the app on Kestrel, under the rules of the Functions host, without Core Tools.</summary>
public static class ServerApplication
{
    private const int MostConnections = 1000;

    /// <summary>Bytes a second. An answer waits in memory for its reader, so one who reads more slowly is cut off.</summary>
    private const int SlowestReader = 8 * 1024;

    /// <summary>Bytes of each connection that are taken in before anybody asked for them.</summary>
    private const int ReadAhead = 64 * 1024;

    /// <param name="args">Settings as <c>--NAME=value</c>.</param>
    /// <param name="configure">Adds settings and services; its services win over the app's.</param>
    /// <param name="functionTypes">The classes to search for functions; by default all of the Functions app.</param>
    /// <exception cref="HostRuleException">A setting is missing or wrong.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null, IReadOnlyList<Type>? functionTypes = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        LocalSettingsFile.AddDefaultsTo(builder);
        builder.Services.AddStatsServiceApp(builder.Configuration);
        builder.Services.AddHostedService<MemoryReturn>();
        StorageOperationCount.AddTo(builder);
        configure?.Invoke(builder);

        var settings = builder.Configuration;
        builder.Services.AddStatsTelemetry(settings)?.WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource(ServedFunction.Activities.Name));
        var host = new HostJson(settings);
        ConfigureLogging(builder.Logging, host);
        ConfigureServer(builder);

        var functions = FunctionCatalog.Find(functionTypes ?? typeof(Functions.ServiceCollectionExtensions).Assembly.GetTypes(), settings);
        builder.Services.AddQueueListeners(functions, host, settings);
        builder.Services.AddTimerListeners(functions, settings);
        builder.Services.Configure<HostOptions>(options => options.ServicesStopConcurrently = true);

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<OpenConnections>().CountAsync);
        app.Use(EndConnectionsWhileStopping);
        StorageOperationCount.UseIn(app);
        app.UseStatsServiceEdge();
        app.MapHttpFunctions(functions);
        return app;
    }

    private static void ConfigureLogging(ILoggingBuilder logging, HostJson host)
    {
        logging.AddConfiguration(host.Logging);
        // The journal has times and priorities of its own.
        if (!SystemdHelpers.IsSystemdService())
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }

        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }

    private static void ConfigureServer(WebApplicationBuilder builder)
    {
        var options = builder.Configuration.Get<ServerOptions>()!;
        if (!IPAddress.TryParse(options.Listen, out var address))
            throw new HostRuleException($"LISTEN must be an IP address such as 127.0.0.1 or 0.0.0.0, not \"{options.Listen}\".");
        if (!ushort.TryParse(options.Port, CultureInfo.InvariantCulture, out var number))
            throw new HostRuleException($"PORT must be a number from 0 to 65535, not \"{options.Port}\".");
        builder.Services.AddSingleton(_ => new OpenConnections(MostConnections, TimeProvider.System));
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = ReadAhead);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestReader, TimeSpan.FromSeconds(10));
            kestrel.Listen(address, number, listen => listen.Use(kestrel.ApplicationServices.GetRequiredService<OpenConnections>().Bound));
        });
    }

    /// <summary>Who keeps a connection asks elsewhere from then on, instead of finding it closed in the middle of a request.</summary>
    private static Task EndConnectionsWhileStopping(HttpContext context, RequestDelegate next)
    {
        if (context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
            context.Response.Headers.Connection = "close";
        return next(context);
    }
}
