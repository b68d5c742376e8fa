using System.Diagnostics.Metrics;
using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Ingestion;

/// <summary>Takes stats in and away, and has the days that they change aggregated.</summary>
public sealed class StatIngestion(IStatStore store, PendingDays pending, AggregationBell bell, Meter meter)
{
    private readonly Counter<long> storedStats = meter.CreateCounter<long>("stats_stored", description: "Stats that were stored.");
    private readonly Counter<long> duplicateStats = meter.CreateCounter<long>("stats_duplicates", description: "Stats that were sent with a UUID that their client had used before.");

    /// <summary>Once begun, it goes on to its end: whoever sent the stats and does not wait for the answer leaves no part of them, and none without its announcement.</summary>
    /// <returns>What is stored by this call, in the order given.</returns>
    public async Task<IReadOnlyList<Stat>> AddAsync(Guid client, IReadOnlyList<Stat> stats, CancellationToken cancellationToken)
    {
        var change = Guid.CreateVersion7();
        var days = stats.Select(stat => (stat.Type, stat.Date)).ToHashSet();
        await pending.AnnounceAsync(client, change, stats, cancellationToken);
        var batch = await store.AddAsync(client, stats, cancellationToken);
        storedStats.Add(batch.Stored.Count);
        duplicateStats.Add(stats.Count - batch.Stored.Count);
        await pending.FinishAsync(client, change, days, CancellationToken.None);
        await bell.RingAsync(client, days.Select(day => day.Type), CancellationToken.None);
        return batch.Stored;
    }

    /// <inheritdoc cref="IStatStore.RemoveAsync"/>
    public async Task RemoveAsync(Guid client, StatSelection selection, CancellationToken cancellationToken)
    {
        var changed = await store.RemoveAsync(client, selection, cancellationToken);
        await pending.FinishAsync(client, Guid.CreateVersion7(), changed.Select(day => (day.Type, day.Date)), CancellationToken.None);
        await bell.RingAsync(client, changed.Select(day => day.Type), CancellationToken.None);
    }
}
