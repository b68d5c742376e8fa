using Microsoft.AspNetCore.Builder;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Functions;

/// <summary>Tests of what stands around every function. Each runs on the server and in the Functions worker.</summary>
public abstract class HttpTests(AzuriteFixture azurite)
{
    public enum Host
    {
        Server,
        Worker,
    }

    protected Task<StatsServiceApp> StartAsync(Host host, params IEnumerable<string> settings) => StartAsync(host, null, settings);

    protected Task<StatsServiceApp> StartAsync(Host host, Action<WebApplicationBuilder>? configure, params IEnumerable<string> settings)
    {
        IEnumerable<string> all = [.. StatsServiceApp.WithoutQueues, .. settings];
        return host == Host.Server
            ? StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), configure, all)
            : StatsServiceApp.StartInWorkerAsync(azurite.ConnectionString, azurite.NewPrefix(), configure, all);
    }

    protected static Action<HttpRequestMessage> With(params (string Name, string Value)[] headers) => request =>
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
    };
}
