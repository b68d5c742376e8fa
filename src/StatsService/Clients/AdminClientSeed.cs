using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StatsService.Storage;

namespace StatsService.Clients;

/// <summary>Sees to it at start that there is an admin: with ADMIN_TOKEN as its key, or on empty storage with a key made here and shown once.</summary>
/// <remarks>A storage that does not answer yet does not stop the start: the attempt is repeated until it succeeds.</remarks>
public sealed partial class AdminClientSeed(
    ClientStore clients, ClientRegistry registry, IOptions<StatsServiceOptions> options, TimeProvider time, ILogger<AdminClientSeed> logger) : BackgroundService
{
    public const string Name = "admin";
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <returns>A key made here, for the operator to note; else null.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminToken is { Length: > 0 } token)
        {
            if (await clients.FindByTokenAsync(TokenHash.Of(token), cancellationToken) is null && await RegisterAsync(token, cancellationToken) is null)
                LogOtherToken(logger);
            return null;
        }

        return await clients.ListAsync(cancellationToken).AnyAsync(cancellationToken) ? null : (await RegisterAsync(null, cancellationToken))?.Token;
    }

    /// <summary>Before the first request is served, if the storage answers.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryEnsureAsync(cancellationToken))
            await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            do
                await Task.Delay(RetryDelay, time, stoppingToken);
            while (!await TryEnsureAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops before the storage answered; the next start tries again.
        }
    }

    private Task<Registration?> RegisterAsync(string? token, CancellationToken cancellationToken) =>
        registry.RegisterAsync(Name, isSharingEnabled: true, token, cancellationToken, ClientRole.Admin);

    private async Task<bool> TryEnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await EnsureAsync(cancellationToken) is { } made)
                await Console.Out.WriteLineAsync($"Admin client made. Its key, shown this once (keep it): {made}");
            return true;
        }
        catch (StorageUnavailableException exception)
        {
            LogStorageUnavailable(logger, exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "ADMIN_TOKEN is set, but the client 'admin' exists with another key: the stored key stays valid, the one in ADMIN_TOKEN is not. Rotate the admin's key, or set ADMIN_TOKEN to the stored one.")]
    private static partial void LogOtherToken(ILogger logger);

    [LoggerMessage(LogLevel.Error, "The storage does not answer, so the admin client can't be looked up. Nothing is lost; this is tried again every 5 s. Check AzureWebJobsStorage.")]
    private static partial void LogStorageUnavailable(ILogger logger, Exception exception);
}
