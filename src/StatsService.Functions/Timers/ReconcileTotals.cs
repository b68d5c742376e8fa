using Microsoft.Azure.Functions.Worker;
using StatsService.Rollups;

namespace StatsService.Functions.Timers;

public sealed class ReconcileTotals(Reconciler reconciler)
{
    [Function(nameof(ReconcileTotals))]
    public Task RunAsync([TimerTrigger("%RECONCILE_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        reconciler.ReconcileAsync(cancellationToken);
}
