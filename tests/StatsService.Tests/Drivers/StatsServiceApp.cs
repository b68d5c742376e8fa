using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using StatsService.Functions.Http.Start;
using StatsService.Server;

namespace StatsService.Tests.Drivers;

/// <summary>The whole service on the server, on a free port, driven over HTTP as its callers do.</summary>
public sealed class StatsServiceApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private StatsServiceApp(WebApplication app, string adminToken)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(1) };
        Admin = new MonarcClient(Http, adminToken);
    }

    public HttpClient Http { get; }

    public MonarcClient Admin { get; }

    public IServiceProvider Services => app.Services;

    public MonarcClient Anonymous => new(Http, null);

    /// <param name="prefix">Begins the names of the tables and queues.</param>
    /// <param name="configure">Adds settings and services, which win over the app's.</param>
    /// <param name="settings">As <c>NAME=value</c>.</param>
    public static Task<StatsServiceApp> StartAsync(
        string connectionString, string prefix, Action<WebApplicationBuilder>? configure = null, params IEnumerable<string> settings) =>
        RunAsync((args, added) => ServerApplication.Create(args, added), Settings(connectionString, prefix, NewToken()).Concat(settings), configure);

    /// <param name="settings">As <c>NAME=value</c>; they name the storage.</param>
    /// <param name="configure">Adds settings and services, which win over the app's.</param>
    public static Task<StatsServiceApp> StartAsync(IEnumerable<string> settings, Action<WebApplicationBuilder>? configure = null) =>
        StartAsync("", "", configure, settings);

    /// <summary>As the others, but in the Functions worker, where only HTTP functions are called.</summary>
    public static Task<StatsServiceApp> StartInWorkerAsync(
        string connectionString, string prefix, Action<WebApplicationBuilder>? configure = null, params IEnumerable<string> settings) =>
        RunAsync(WorkerHost.Create, Settings(connectionString, prefix, NewToken()).Concat(settings), configure);

    /// <summary>Settings without which the app's own work in the background doesn't disturb what a test counts or breaks.</summary>
    public static IEnumerable<string> WithoutQueues => Disabled<QueueTriggerAttribute>();

    /// <summary>Unlike any other; not a secret.</summary>
    public static string NewToken() => $"test-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    /// <summary>The settings that every app of the tests has.</summary>
    public static IEnumerable<string> Settings(string connectionString, string prefix, string adminToken) =>
    [
        "PORT=0", $"AzureWebJobsStorage={connectionString}", $"STORAGE_PREFIX={prefix}", $"ADMIN_TOKEN={adminToken}",
        "AzureFunctionsJobHost:logging:logLevel:default=None", "MOSP_URL=",
    ];

    public async Task<MonarcClient> RegisterAsync(string? name = null, string? token = null)
    {
        token ??= NewToken();
        var answer = await Admin.SendAsync("POST", "client/", new { name = name ?? token, is_sharing_enabled = true, token });
        answer.Is(201);
        return new MonarcClient(Http, token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static async Task<StatsServiceApp> RunAsync(
        Func<string[], Action<WebApplicationBuilder>, WebApplication> create, IEnumerable<string> settings, Action<WebApplicationBuilder>? configure)
    {
        string[] all = [.. settings, .. Disabled<TimerTriggerAttribute>()];
        var app = create(
            [.. all.Select(setting => $"--{setting}")],
            builder =>
            {
                builder.Logging.AddProvider(new LoggedKeys.Reader())
                    .AddFilter<LoggedKeys.Reader>(null, LogLevel.Trace)
                    // The server keeps it as quiet: it names what callers put into the address.
                    .AddFilter<LoggedKeys.Reader>("Microsoft.AspNetCore", LogLevel.Warning);
                // Hundreds of apps are started here, and in a process that knows the code by then.
                builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(WarmUp)));
                configure?.Invoke(builder);
            });
        await app.StartAsync(TestContext.Current.CancellationToken);
        const string adminToken = "ADMIN_TOKEN=";
        return new StatsServiceApp(app, all.Last(setting => setting.StartsWith(adminToken, StringComparison.Ordinal))[adminToken.Length..]);
    }

    private static IEnumerable<string> Disabled<TTrigger>()
        where TTrigger : Attribute =>
        from type in typeof(StatsService.Functions.ServiceCollectionExtensions).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(TTrigger)))
        select $"AzureWebJobs.{method.GetCustomAttribute<FunctionAttribute>()!.Name}.Disabled=true";
}
