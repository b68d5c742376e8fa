using Microsoft.Azure.Functions.Worker;
using StatsService.Upkeep;

namespace StatsService.Functions.Timers;

/// <summary>Has each client's statistics written to a file of the container that EXPORT_CONTAINER names.</summary>
public sealed class ExportStats(JobParts parts, JobRunner jobs)
{
    [Function(nameof(ExportStats))]
    public Task RunAsync([TimerTrigger("%EXPORT_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        jobs.RunAsync(nameof(ExportStats), parts.SendExportAsync, cancellationToken);
}
