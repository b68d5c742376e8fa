using Microsoft.Azure.Functions.Worker;
using StatsService.Jobs;
using StatsService.Mosp;

namespace StatsService.Functions.Timers;

public sealed class RefreshObjectNames(ObjectNameRefresh refresh, JobRunner jobs)
{
    [Function(nameof(RefreshObjectNames))]
    public Task RunAsync([TimerTrigger("%MOSP_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(RefreshObjectNames), refresh.RefreshAsync, cancellationToken);
}
