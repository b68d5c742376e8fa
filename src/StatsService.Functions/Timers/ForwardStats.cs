using Microsoft.Azure.Functions.Worker;
using StatsService.Forwarding;
using StatsService.Upkeep;

namespace StatsService.Functions.Timers;

/// <summary>Sends what clients agree to share to the remote instance.</summary>
public sealed class ForwardStats(Forwarder forwarder, JobRunner jobs)
{
    [Function(nameof(ForwardStats))]
    public Task RunAsync([TimerTrigger("%FORWARD_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(ForwardStats), forwarder.ForwardAsync, cancellationToken);
}
