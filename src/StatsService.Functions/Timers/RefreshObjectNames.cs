using Microsoft.Azure.Functions.Worker;
using StatsService.Mosp;
using StatsService.Upkeep;

namespace StatsService.Functions.Timers;

/// <summary>Asks MOSP what threats and vulnerabilities are called.</summary>
public sealed class RefreshObjectNames(ObjectNameRefresh refresh, JobRunner jobs)
{
    [Function(nameof(RefreshObjectNames))]
    public Task RunAsync([TimerTrigger("%MOSP_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(RefreshObjectNames), refresh.RefreshAsync, cancellationToken);
}
