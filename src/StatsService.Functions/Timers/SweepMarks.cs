using Microsoft.Azure.Functions.Worker;
using StatsService.Totals;
using StatsService.Upkeep;

namespace StatsService.Functions.Timers;

/// <summary>Announces changed days again whose aggregation message was lost.</summary>
public sealed class SweepMarks(Sweeper sweeper, JobRunner jobs)
{
    [Function(nameof(SweepMarks))]
    public Task RunAsync([TimerTrigger("%SWEEP_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(SweepMarks), async token => $"{await sweeper.SweepAsync(token)} days announced again.", cancellationToken);
}
