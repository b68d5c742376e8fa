using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Totals;

/// <summary>Announces again what is still marked: the message was lost, or its work was interrupted. And notes how far aggregation is behind.</summary>
public sealed partial class Sweeper
{
    private const int ParallelClients = 8;

    /// <summary>Younger marks have a message on its way.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(1);

    /// <summary>How long what the sweeper saw is told to monitoring.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(15);

    private readonly ClientStore clients;
    private readonly IStatStore stats;
    private readonly IAggregationQueue queue;
    private readonly IAggregationStateStore states;
    private readonly TimeProvider time;
    private readonly ILogger<Sweeper> logger;
    private AggregationState? last;

    public Sweeper(
        ClientStore clients, IStatStore stats, IAggregationQueue queue, IAggregationStateStore states, Meter meter, TimeProvider time, ILogger<Sweeper> logger)
    {
        this.clients = clients;
        this.stats = stats;
        this.queue = queue;
        this.states = states;
        this.time = time;
        this.logger = logger;
        meter.CreateObservableGauge("stats_aggregation_oldest_mark_seconds", () => Observed(state => state.OldestMark is { } oldest ? (state.ObservedAt - oldest).TotalSeconds : 0), "s", "How long the day that waits longest has waited for its aggregation.");
        meter.CreateObservableGauge("stats_poison_messages", () => Observed(state => state.PoisonMessages), description: "Aggregation messages that failed too often and are kept aside.");
    }

    /// <returns>How many days were announced again.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var swept = 0;
        DateTimeOffset? oldest = null;
        await Parallel.ForEachAsync(
            clients.ListAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                var marked = await stats.ReadMarksAsync(client.Uuid, token).ToListAsync(token);
                List<ChangedDay> due = [.. marked.Where(mark => mark.Since <= now - MinAge).Select(mark => mark.Day)];
                await queue.SendAsync(due, token);
                Interlocked.Add(ref swept, due.Count);
                lock (states)
                    oldest = marked.Select(mark => (DateTimeOffset?)mark.Since).Append(oldest).Min();
            });
        last = new AggregationState(now, oldest, await queue.CountPoisonAsync(cancellationToken));
        await states.WriteAsync(last, cancellationToken);
        if (swept > 0)
            LogSwept(logger, swept);
        if (last.PoisonMessages > 0)
            LogPoison(logger, last.PoisonMessages);
        return swept;
    }

    // The next sweep may run on another instance, and what this one saw is then out of date.
    private IEnumerable<Measurement<T>> Observed<T>(Func<AggregationState, T> figure)
        where T : struct =>
        last is { } state && time.GetUtcNow() - state.ObservedAt < Freshness ? [new Measurement<T>(figure(state))] : [];

    [LoggerMessage(LogLevel.Warning, "{Days} changed days waited for their aggregation for more than a minute and were announced again.")]
    private static partial void LogSwept(ILogger logger, int days);

    [LoggerMessage(LogLevel.Error, "{Messages} aggregation messages failed too often and are kept aside in the poison queue. Their days stay marked and are announced again, but the averages lack them for as long as that fails: look for the errors of AggregateStats.")]
    private static partial void LogPoison(ILogger logger, int messages);
}
