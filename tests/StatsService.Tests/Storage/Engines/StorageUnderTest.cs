using System.Diagnostics.Metrics;
using StatsService.Storage;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A fresh, empty storage of one engine, for one test.</summary>
public abstract class StorageUnderTest : IAsyncDisposable
{
    /// <summary>The meter of all engines that are opened on it.</summary>
    public Meter Meter { get; } = new(nameof(StorageUnderTest));

    /// <summary>What a service on it is set to, as <c>NAME=value</c>.</summary>
    public abstract IEnumerable<string> Settings { get; }

    /// <summary>An engine on it, as another instance of the service has one.</summary>
    /// <param name="interceptors">See its operations.</param>
    public abstract StorageEngine Open(params IReadOnlyList<StorageInterceptor> interceptors);

    /// <summary>What the engine's own check says of what it holds: <c>ok</c>, or what is wrong with it. Azure has no such check.</summary>
    public virtual Task<object?> CheckAsync() => Task.FromResult<object?>("ok");

    public virtual ValueTask DisposeAsync()
    {
        Meter.Dispose();
        return ValueTask.CompletedTask;
    }
}
