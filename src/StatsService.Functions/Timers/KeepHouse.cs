using Microsoft.Azure.Functions.Worker;
using StatsService.Upkeep;

namespace StatsService.Functions.Timers;

/// <summary>Deletes statistics that are too old, and the totals of months that have none any more.</summary>
public sealed class KeepHouse(Housekeeper housekeeper, JobRunner jobs)
{
    [Function(nameof(KeepHouse))]
    public Task RunAsync([TimerTrigger("%HOUSEKEEPING_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(KeepHouse), housekeeper.RunAsync, cancellationToken);
}
