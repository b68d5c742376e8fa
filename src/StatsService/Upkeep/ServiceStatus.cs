using Microsoft.Extensions.Options;
using StatsService.Forwarding;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>Looks whether the parts that the service rests on answer, and whether its work in the background is done.</summary>
public sealed class ServiceStatus(
    IAggregationStateStore states, IAggregationQueue queue, JobStore jobs, ForwardingStatus forwarding, IOptions<RemoteStatsOptions> remote, TimeProvider time)
{
    /// <summary>Asks tables and queues anew. A part that doesn't answer is reported, not thrown.</summary>
    public async Task<StatusReport> GetAsync(CancellationToken cancellationToken)
    {
        var readAggregation = TryAsync(() => states.ReadAsync(cancellationToken));
        var readJobs = TryAsync(async () => await jobs.ListAsync(cancellationToken).ToListAsync(cancellationToken));
        var readPoison = TryAsync(async () => (int?)await queue.CountPoisonAsync(cancellationToken));
        var readForwarding = TryAsync(async () => remote.Value.IsForwarding ? await forwarding.ListAsync(cancellationToken).ToListAsync(cancellationToken) : []);
        var (aggregation, runs, poison, outboxes) = (await readAggregation, await readJobs, await readPoison, await readForwarding);
        return new StatusReport
        {
            At = time.GetUtcNow(),
            HasTables = aggregation.Answered && runs.Answered && outboxes.Answered,
            HasQueues = poison.Answered,
            Aggregation = aggregation.Value,
            PoisonMessages = poison.Value,
            Jobs = runs.Value ?? [],
            Forwarding = outboxes.Value ?? [],
        };
    }

    private static async Task<(bool Answered, T? Value)> TryAsync<T>(Func<Task<T?>> read)
    {
        try
        {
            return (true, await read());
        }
        catch (StorageUnavailableException)
        {
            return (false, default);
        }
    }
}
