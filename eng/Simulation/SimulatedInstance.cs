using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Simulation;

/// <summary>An instance of the service on a simulated storage, as far as totals go: the same classes as in the real one.</summary>
public sealed class SimulatedInstance : IAsyncDisposable
{
    private readonly ServiceProvider services;

    /// <param name="pace">Null: a pass never waits for others to join.</param>
    public SimulatedInstance(SharedMemory memory, TimeProvider time, AggregationPace? pace = null, params IReadOnlyList<StorageInterceptor> interceptors)
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton(provider => provider.GetRequiredService<IMeterFactory>().Create("simulation"))
            .AddSingleton(time)
            .AddSingleton<StorageEngine>(new MemoryStorage(memory, interceptors))
            .AddSingleton<SimulatedSheets>()
            .AddSingleton<StatStore>()
            .AddSingleton<ClientStore>()
            .AddTotals()
            .AddSingleton(pace ?? new AggregationPace(TimeSpan.Zero))
            .BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
