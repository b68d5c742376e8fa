using System.Diagnostics.Metrics;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;
using StatsService.Wire;

namespace StatsService.Ingestion;

/// <summary>Takes stats in and away, and has the days that they change aggregated.</summary>
/// <remarks>
/// Which days will change is told before they do. Where the storage fails in between, nobody knows what it still carries out: then the
/// days stay pending, are aggregated as they are found, and are forgotten when the change can't be under way any more.
/// </remarks>
public sealed class StatIngestion(StatStore stats, StatWriter writer, StatRemover remover, PendingDays pending, AggregationBell bell, Meter meter, TimeProvider time)
{
    private readonly ClientTurns turns = new();
    private readonly Counter<long> storedStats = meter.CreateCounter<long>("stats_stored", description: "Stats that were stored.");
    private readonly Counter<long> duplicateStats = meter.CreateCounter<long>("stats_duplicates", description: "Stats that were sent with a UUID that their client had used before, or in a request that it had sent before.");

    /// <summary>Stores what is new. Once begun, it goes on to its end: whoever sent the stats and does not wait for the answer leaves no part of them, and none without its announcement.</summary>
    /// <returns>What is stored now of this request, in the order given: all that came without UUIDs, and what came with UUIDs that the client had not used.</returns>
    /// <exception cref="PayloadTooLargeException">A stat can't fit; nothing is stored.</exception>
    /// <exception cref="StorageUnavailableException">Part may be stored: the same request completes it.</exception>
    public async Task<IReadOnlyList<Stat>> AddAsync(Guid client, StatBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Stats.Count == 0)
            return [];

        // Whoever hangs up while others write for the same client is not stored late.
        using var turn = await turns.EnterAsync(client, cancellationToken);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var write = writer.Begin(client, id, batch);
        var days = batch.Stats.Select(stat => new StatDay(stat.Type, stat.Date)).ToHashSet();
        StoredBatch stored;
        try
        {
            // The announcement is on its way to the storage while the batch is packed.
            await Task.WhenAll(pending.AnnounceAsync(client, id, batch.Stats, CancellationToken.None), write.PrepareAsync());
            stored = await write.RunAsync();
        }
        catch (PayloadTooLargeException)
        {
            await pending.FinishAsync(client, id, days, CancellationToken.None);
            throw;
        }

        // The aggregator finds out by itself that a batch is there as it was announced.
        if (stored.Written < batch.Stats.Count)
            await pending.FinishAsync(client, id, days, CancellationToken.None);
        await bell.RingAsync(client, days.Select(day => day.Type), CancellationToken.None);
        storedStats.Add(stored.Written);
        duplicateStats.Add(batch.Stats.Count - stored.Written);
        return stored.Stats;
    }

    /// <summary>Removes the stats of all types that are meant; calling it again completes what a failure interrupted.</summary>
    /// <exception cref="StorageUnavailableException">Part may be removed: the same call completes it.</exception>
    public async Task RemoveAsync(Guid client, StatSelection selection, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(client, cancellationToken);
        var days = await stats.FindDaysAsync(client, selection, cancellationToken);
        if (days.Count == 0)
            return;
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await pending.AnnounceRemovalAsync(client, id, days, CancellationToken.None);
        await remover.RemoveAsync(client, selection, days, CancellationToken.None);
        await pending.FinishAsync(client, id, days, CancellationToken.None);
        await bell.RingAsync(client, days.Select(day => day.Type), CancellationToken.None);
    }
}
