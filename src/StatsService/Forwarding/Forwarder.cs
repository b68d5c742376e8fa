using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Forwarding;

/// <summary>Sends what the clients agree to share to the remote instance: at least once, the oldest first.</summary>
public sealed partial class Forwarder
{
    private const int ParallelClients = 4;

    /// <summary>Within the time that host.json gives a function, and before the next run.</summary>
    private static readonly TimeSpan MaxRun = TimeSpan.FromMinutes(4);

    private readonly ClientStore clients;
    private readonly StatStore stats;
    private readonly ForwardingStore store;
    private readonly RemoteStats remoteStats;
    private readonly IOptions<RemoteStatsOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<Forwarder> logger;
    private readonly Counter<int> sent;
    private readonly Counter<int> refused;
    private int stoppedClients;
    private DateTimeOffset? waitingSince;

    public Forwarder(
        ClientStore clients,
        StatStore stats,
        ForwardingStore store,
        RemoteStats remoteStats,
        IOptions<RemoteStatsOptions> options,
        Meter meter,
        TimeProvider time,
        ILogger<Forwarder> logger)
    {
        this.clients = clients;
        this.stats = stats;
        this.store = store;
        this.remoteStats = remoteStats;
        this.options = options;
        this.time = time;
        this.logger = logger;
        sent = meter.CreateCounter<int>("stats_forwarded", description: "Stats that the remote instance acknowledged.");
        refused = meter.CreateCounter<int>("stats_forwarding_refused", description: "Stats that the remote instance refused, set aside.");
        meter.CreateObservableGauge("stats_forwarding_stopped", () => stoppedClients, description: "Clients whose forwarding stopped until a setting changes.");
        meter.CreateObservableGauge("stats_forwarding_oldest_seconds", Age, "s", "How long the stats that wait longest for being forwarded have waited.");
    }

    /// <returns>A sentence that says what was done.</returns>
    public async Task<string> ForwardAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsForwarding)
            return "REMOTE_STATS_SERVER is empty: nothing is forwarded.";
        using var ended = new CancellationTokenSource(MaxRun, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, cancellationToken);
        // In another order each time, so that nobody's long outbox always keeps the same others waiting.
        var all = (await clients.ListAsync(cancellationToken).Where(client => client.IsActive).ToListAsync(cancellationToken)).OrderBy(_ => Guid.NewGuid());
        var outboxes = new ConcurrentBag<ForwardedOutbox>();
        await Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) => outboxes.Add(await ForwardAsync(client, limit.Token, token)));

        stoppedClients = outboxes.Count(outbox => outbox.StoppedReason is not null);
        waitingSince = outboxes.Min(outbox => outbox.WaitingSince);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outboxes.Sum(outbox => outbox.Sent)} stats of {outboxes.Count(outbox => outbox.Sent > 0)} clients forwarded, {outboxes.Sum(outbox => outbox.Refused)} refused; {outboxes.Count(outbox => outbox.Error is not null)} clients failed, {stoppedClients} of them until a setting changes.");
    }

    // One client's trouble is none of the others'.
    private async Task<ForwardedOutbox> ForwardAsync(Client client, CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            var outbox = await new OutboxForwarding(client, options.Value.Of(client), remoteStats, stats, store, time).RunAsync(limit, cancellationToken);
            sent.Add(outbox.Sent);
            refused.Add(outbox.Refused);
            if (outbox.Refused > 0)
                Log.Refused(logger, outbox.Refused, client.Uuid);
            if (outbox.StoppedReason is { } reason)
                Log.Stopped(logger, client.Uuid, reason);
            else if (outbox.Error is { } error)
                Log.Failed(logger, client.Uuid, error);
            return outbox;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or InvalidDataException)
        {
            Log.Broken(logger, client.Uuid, exception);
            return new ForwardedOutbox(0, 0, null, null, exception.Message);
        }
    }

    private double Age() => waitingSince is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The remote instance refused {Stats} stats of client {Client} for good. They are kept here and set aside with the reason; pushing their days sends them again.")]
        public static partial void Refused(ILogger logger, int stats, Guid client);

        [LoggerMessage(LogLevel.Error, "The stats of client {Client} are no longer forwarded, because the remote instance does not accept its key or version ({Reason}). They wait here, none is lost: correct REMOTE_STATS_SERVER, REMOTE_STATS_TOKEN or the client's own token.")]
        public static partial void Stopped(ILogger logger, Guid client, string reason);

        [LoggerMessage(LogLevel.Warning, "Forwarding the stats of client {Client} failed: {Reason}. They wait here, none is lost; the next run goes on.")]
        public static partial void Failed(ILogger logger, Guid client, string reason);

        [LoggerMessage(LogLevel.Error, "The stats of client {Client} could not be forwarded. They wait here, none is lost; the next run goes on.")]
        public static partial void Broken(ILogger logger, Guid client, Exception exception);
    }
}
