using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Ingestion;

/// <summary>Takes stats in and away, and has the days that they change aggregated.</summary>
public sealed partial class StatIngestion(IStatStore store, IAggregationQueue queue, Meter meter, ILogger<StatIngestion> logger)
{
    private readonly Counter<long> storedStats = meter.CreateCounter<long>("stats_stored", description: "Stats that were stored.");
    private readonly Counter<long> duplicateStats = meter.CreateCounter<long>("stats_duplicates", description: "Stats that were sent with a UUID that their client had used before.");

    /// <summary>Once begun, it goes on to its end: whoever sent the stats and does not wait for the answer leaves no part of them, and none without its announcement.</summary>
    /// <returns>What is stored by this call, in the order given.</returns>
    public async Task<IReadOnlyList<Stat>> AddAsync(Guid client, IReadOnlyList<Stat> stats, CancellationToken cancellationToken)
    {
        var batch = await store.AddAsync(client, stats, cancellationToken);
        storedStats.Add(batch.Stored.Count);
        duplicateStats.Add(stats.Count - batch.Stored.Count);
        await AnnounceAsync(batch.Changed);
        return batch.Stored;
    }

    /// <inheritdoc cref="IStatStore.RemoveAsync"/>
    public async Task RemoveAsync(Guid client, StatSelection selection, CancellationToken cancellationToken) =>
        await AnnounceAsync(await store.RemoveAsync(client, selection, cancellationToken));

    // The stats are durable and marked by now, and the sweeper sends again what is still marked: a lost message
    // costs minutes, while an error would make the client send its day twice.
    private async Task AnnounceAsync(IReadOnlyList<ChangedDay> changed)
    {
        if (changed.Count == 0)
            return;
        try
        {
            await queue.SendAsync(changed, CancellationToken.None);
        }
        catch (StorageUnavailableException exception)
        {
            LogNotAnnounced(logger, changed.Count, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The aggregation of {Days} changed days could not be announced: their averages follow when the sweeper next runs. No statistics are lost.")]
    private static partial void LogNotAnnounced(ILogger logger, int days, Exception exception);
}
