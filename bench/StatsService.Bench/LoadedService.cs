namespace StatsService.Bench;

/// <summary>A service filled with statistics whose totals are complete; it runs only while it is measured.</summary>
internal sealed class LoadedService(ServiceUnderTest service, StatsApi api) : IAsyncDisposable
{
    /// <summary>The highest resident memory since the service was last started, in bytes.</summary>
    public long PeakMemory => service.PeakMemory;

    public static async Task<LoadedService> LoadAsync(string? dll, bool inMemory, LoadCommand.Load load, CancellationToken cancellation)
    {
        var service = new ServiceUnderTest(dll, new BenchStorage(inMemory));
        try
        {
            await service.StartAfreshAsync(cancellation);
            using var admin = new StatsApi(service.Url, ServiceUnderTest.AdminToken);
            var key = await LoadCommand.SendAsync(admin, load, cancellation);
            await service.StopAsync();
            return new LoadedService(service, admin.WithKey(key));
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Measures a process that was just started.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAfreshAsync(
        Func<StatsApi, CancellationToken, Task<IReadOnlyList<Measurement>>> measure, CancellationToken cancellation)
    {
        await service.StartAfreshAsync(cancellation);
        return await measure(api, cancellation);
    }

    /// <summary>Stops the process, so that it takes no time from another one; its storage stays.</summary>
    public Task StopAsync() => service.StopAsync();

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await service.DisposeAsync();
    }
}
