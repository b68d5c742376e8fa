using Microsoft.Azure.Functions.Worker;
using StatsService.Totals;

namespace StatsService.Functions.Timers;

/// <summary>Calls the aggregator again where something is still pending: its message was lost, or its work was interrupted.</summary>
/// <remarks>It keeps no record of its runs, which would cost more than they do.</remarks>
public sealed class RingForPending(PendingWatch watch)
{
    [Function(nameof(RingForPending))]
    public Task RunAsync([TimerTrigger("%PENDING_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        watch.RingAsync(cancellationToken);
}
