using Microsoft.AspNetCore.Builder;

namespace StatsService.Tests.Server;

public sealed class RunningServer(WebApplication app) : IAsyncDisposable
{
    public HttpClient Client { get; } = new() { BaseAddress = new Uri(app.Urls.Single()) };

    public IServiceProvider Services => app.Services;

    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
