using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StatsService.Storage;

namespace StatsService.Clients;

/// <summary>Sees to it at start that there is an admin: with ADMIN_TOKEN as its key, or on empty storage with a key made here and shown once.</summary>
public sealed partial class AdminClientSeed(
    ClientStore clients, ClientRegistry registry, IOptions<StatsServiceOptions> options, TimeProvider time, ILogger<AdminClientSeed> logger) : WorkAtStart(time)
{
    public const string Name = "admin";

    /// <returns>A key made here, for the operator to note; else null.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminToken is { Length: > 0 } token)
        {
            if (await clients.FindByTokenAsync(TokenHash.Of(token), cancellationToken) is null && await RegisterAsync(token, cancellationToken) is null)
                Log.OtherToken(logger);
            return null;
        }

        return await clients.ListAsync(cancellationToken).AnyAsync(cancellationToken) ? null : (await RegisterAsync(null, cancellationToken))?.Token;
    }

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        if (await EnsureAsync(cancellationToken) is { } made)
            await Console.Out.WriteLineAsync($"Admin client made. Its key, shown this once (keep it): {made}");
    }

    protected override void LogUnavailable(StorageUnavailableException exception) => Log.Unavailable(logger, exception);

    private Task<Registration?> RegisterAsync(string? token, CancellationToken cancellationToken) =>
        registry.RegisterAsync(Name, isSharingEnabled: true, token, cancellationToken, ClientRole.Admin);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "ADMIN_TOKEN is set, but the client 'admin' exists with another key: the stored key stays valid, the one in ADMIN_TOKEN is not. Rotate the admin's key, or set ADMIN_TOKEN to the stored one.")]
        public static partial void OtherToken(ILogger logger);

        [LoggerMessage(LogLevel.Error, "The storage does not answer, so the admin client can't be looked up. Nothing is lost; this is tried again every 5 s. Check AzureWebJobsStorage.")]
        public static partial void Unavailable(ILogger logger, Exception exception);
    }
}
