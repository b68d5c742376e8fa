namespace StatsService.Bench;

/// <summary>A service filled with statistics whose totals are complete; it runs only while it is measured.</summary>
internal sealed class LoadedService(ServiceUnderTest service, StatsApi api) : IAsyncDisposable
{
    public ServiceUnderTest Process => service;

    public StatsApi Api => api;

    public static async Task<LoadedService> LoadAsync(string? dll, BenchStorage storage, LoadCommand.Load load, CancellationToken cancellation)
    {
        var service = new ServiceUnderTest(dll, storage);
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

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await service.DisposeAsync();
    }
}
