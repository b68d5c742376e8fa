using Microsoft.Azure.Functions.Worker;
using StatsService.Rollups;

namespace StatsService.Functions.Timers;

public sealed class SweepMarks(Sweeper sweeper)
{
    [Function(nameof(SweepMarks))]
    public Task RunAsync([TimerTrigger("%SWEEP_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweeper.SweepAsync(cancellationToken);
}
