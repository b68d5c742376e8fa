using Microsoft.Azure.Functions.Worker;
using StatsService.Totals;

namespace StatsService.Functions.Timers;

/// <summary>Calls the aggregator again where something is still pending: its message was lost, or its work was interrupted.</summary>
/// <remarks>No record of its runs is kept, by the job or by the timer: it would cost more than they do, and the next one comes soon.</remarks>
public sealed class RingForPending(PendingWatch watch)
{
    [Function(nameof(RingForPending))]
    public Task RunAsync([TimerTrigger("%PENDING_SCHEDULE%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        watch.RingAsync(cancellationToken);
}
