using Microsoft.Extensions.Hosting;
using StatsService.Storage;

namespace StatsService;

/// <summary>Work that is done once, before the first request is served.</summary>
/// <remarks>A storage that does not answer yet does not stop the start: the work is tried again every five seconds until it is done.</remarks>
public abstract class WorkAtStart(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryAsync(cancellationToken))
            await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
            await Task.Delay(RetryDelay, time, stoppingToken);
        while (!await TryAsync(stoppingToken));
    }

    /// <exception cref="StorageUnavailableException">The work is tried again later.</exception>
    protected abstract Task DoAsync(CancellationToken cancellationToken);

    protected abstract void LogUnavailable(StorageUnavailableException exception);

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(cancellationToken);
            return true;
        }
        catch (StorageUnavailableException exception)
        {
            LogUnavailable(exception);
            return false;
        }
    }
}
