using Microsoft.Azure.Functions.Worker;
using StatsService.Totals;
using StatsService.Upkeep;

namespace StatsService.Functions.Timers;

/// <summary>Computes the last days' totals from scratch and repairs what differs.</summary>
public sealed class ReconcileTotals(Reconciler reconciler, JobRunner jobs)
{
    [Function(nameof(ReconcileTotals))]
    public Task RunAsync([TimerTrigger("%RECONCILE_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(ReconcileTotals), async token => $"{await reconciler.ReconcileAsync(token)} differences found and repaired.", cancellationToken);
}
