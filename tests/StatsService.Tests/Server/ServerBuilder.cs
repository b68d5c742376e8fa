using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StatsService.Server;
using StatsService.Storage;

namespace StatsService.Tests.Server;

/// <summary>Arranges a server that serves functions of the tests on a free port.</summary>
public sealed class ServerBuilder(params IReadOnlyList<Type> functions)
{
    private readonly Dictionary<string, string?> settings = new()
    {
        ["PORT"] = "0",
        ["AzureFunctionsJobHost:logging:logLevel:default"] = "None",
    };

    private readonly List<object> services = [];

    public ServerBuilder With(string setting, string? value)
    {
        settings[setting] = value;
        return this;
    }

    public ServerBuilder With(object service)
    {
        services.Add(service);
        return this;
    }

    public WebApplication Create() => ServerApplication.Create([], Configure, functions);

    public async Task<RunningServer> StartAsync()
    {
        var app = Create();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app);
    }

    /// <summary>The sentence with which the host refuses to start.</summary>
    public string Refusal() => Assert.Throws<HostRuleException>(Create).Message;

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(settings);
        // What the app does at its start needs its own storage, which these functions do without.
        builder.Services.RemoveAll<IHostedService>();
        foreach (var service in services)
            builder.Services.AddSingleton(service switch { TimeProvider => typeof(TimeProvider), StorageEngine => typeof(StorageEngine), _ => service.GetType() }, service);
    }
}
