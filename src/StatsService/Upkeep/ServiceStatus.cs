using Microsoft.Extensions.Options;
using StatsService.Forwarding;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>Looks whether the parts that the service rests on answer, and whether its work in the background is done.</summary>
public sealed class ServiceStatus(
    AggregationStatus aggregationStatus, StorageEngine storage, JobStore jobs, ForwardingStatus forwarding, ImplausibleReports implausible,
    IOptions<RemoteStatsOptions> remote, TimeProvider time)
{
    /// <summary>Asks tables and queues anew. A part that doesn't answer is reported, not thrown.</summary>
    public async Task<StatusReport> GetAsync(CancellationToken cancellationToken)
    {
        var readAggregation = TryAsync(async () => (AggregationState?)await aggregationStatus.ReadAsync(cancellationToken));
        var readJobs = TryAsync(async () => await jobs.ListAsync(cancellationToken).ToListAsync(cancellationToken));
        var readFailedParts = TryAsync(async () => (int?)await storage.Queue(JobPart.QueueName).CountSetAsideAsync(cancellationToken));
        var readForwarding = TryAsync(async () => remote.Value.IsForwarding ? await forwarding.ListAsync(cancellationToken).ToListAsync(cancellationToken) : []);
        var readImplausible = TryAsync(async () => (IReadOnlyList<ImplausibleClient>?)await implausible.GetAsync(cancellationToken));
        var (aggregation, runs, failedParts, outboxes, outliers) = (await readAggregation, await readJobs, await readFailedParts, await readForwarding, await readImplausible);
        return new StatusReport
        {
            At = time.GetUtcNow(),
            HasTables = aggregation.Answered && runs.Answered && outboxes.Answered && outliers.Answered,
            HasQueues = failedParts.Answered,
            Aggregation = aggregation.Value,
            FailedJobParts = failedParts.Value,
            Jobs = runs.Value ?? [],
            Forwarding = outboxes.Value ?? [],
            Implausible = outliers.Value ?? [],
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
