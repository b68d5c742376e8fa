using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StatsService.Stats;

namespace StatsService.Totals;

/// <summary>Rings again for what is still pending, because its message was lost or its work was interrupted; and tells monitoring how far aggregation is behind.</summary>
public sealed partial class PendingWatch
{
    /// <summary>Younger rows have a message on its way.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(1);

    /// <summary>How long what was seen is told to monitoring: the next look may be another instance's.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(15);

    private readonly AggregationStatus status;
    private readonly AggregationBell bell;
    private readonly TimeProvider time;
    private readonly ILogger<PendingWatch> logger;
    private AggregationState? last;

    public PendingWatch(AggregationStatus status, AggregationBell bell, Meter meter, TimeProvider time, ILogger<PendingWatch> logger)
    {
        this.status = status;
        this.bell = bell;
        this.time = time;
        this.logger = logger;
        meter.CreateObservableGauge("stats_aggregation_oldest_pending_seconds", () => Observed(state => state.OldestAge.TotalSeconds), "s", "How long the day that waits longest has waited for its aggregation.");
        meter.CreateObservableGauge("stats_aggregation_pending", () => Observed(state => state.Days), description: "Changes of days that await their aggregation; at most 4,000 are counted.");
        meter.CreateObservableGauge("stats_aggregation_failed", () => Observed(state => state.Failed.Count), description: "Changes of days that could not be aggregated; at most 10 are counted.");
    }

    /// <summary>Four operations where nothing is pending, and one more where something is, however many clients there are.</summary>
    /// <returns>How many pending changes were seen.</returns>
    public async Task<int> RingAsync(CancellationToken cancellationToken)
    {
        var state = last = await status.ReadAsync(cancellationToken);
        foreach (var failed in state.Failed)
            Log.Failed(logger, failed.Type, failed.Date, failed.Client, failed.Since, failed.Reason);
        if (state.OldestAge >= MinAge)
        {
            Log.Rung(logger, state.Days, state.OldestAge);
            await bell.RingAsync(Bell.For(bucket: null), cancellationToken);
        }

        return state.Days;
    }

    private IEnumerable<Measurement<T>> Observed<T>(Func<AggregationState, T> figure)
        where T : struct =>
        last is { } state && time.GetUtcNow() - state.ObservedAt < Freshness ? [new Measurement<T>(figure(state))] : [];

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Days} changes of days await their aggregation, the oldest for {Age}: the aggregator is called again.")]
        public static partial void Rung(ILogger logger, int days, TimeSpan age);

        [LoggerMessage(LogLevel.Error, "The {Type} stats of {Date} of client {Client} have not been aggregated since {Since}, because of: {Reason} They are tried again; until then the averages of that day lack what changed.")]
        public static partial void Failed(ILogger logger, StatType type, DateOnly date, Guid client, DateTimeOffset since, string? reason);
    }
}
