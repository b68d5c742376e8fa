using StatsService.Storage;

namespace StatsService.Tests.Storage.Engines;

/// <summary>A fresh, empty storage of one engine, for one test.</summary>
public abstract class StorageUnderTest : IAsyncDisposable
{
    /// <summary>An engine on it, as another instance of the service has one.</summary>
    /// <param name="interceptors">See its operations.</param>
    public abstract StorageEngine Open(params IReadOnlyList<StorageInterceptor> interceptors);

    public abstract ValueTask DisposeAsync();
}
