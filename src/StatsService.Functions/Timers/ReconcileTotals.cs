using Microsoft.Azure.Functions.Worker;
using StatsService.Upkeep;

namespace StatsService.Functions.Timers;

/// <summary>Has the last days' totals computed from scratch, and repaired where they differ.</summary>
public sealed class ReconcileTotals(JobParts parts, JobRunner jobs)
{
    [Function(nameof(ReconcileTotals))]
    public Task RunAsync([TimerTrigger("%RECONCILE_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(ReconcileTotals), parts.SendReconciliationAsync, cancellationToken);
}
