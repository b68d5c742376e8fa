using Microsoft.Azure.Functions.Worker;
using NCrontab;
using StatsService.Storage;
using StatsService.Upkeep;

namespace StatsService.Server.Timers;

/// <summary>
/// Calls a function at the times of its schedule (UTC, as in Azure), never twice at once: a time that passes during a call is left out.
/// A time that passed while the server did not run is made up for at its start, once, unless the trigger says <c>UseMonitor = false</c>.
/// </summary>
internal sealed partial class TimerListener(
    ServedFunction function,
    TimerTriggerAttribute trigger,
    CrontabSchedule schedule,
    IServiceProvider services) : BackgroundService
{
    /// <summary>A delay holds at most 49 days, a schedule may say once a year.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly TimeProvider time = services.GetRequiredService<TimeProvider>();
    private readonly TimerRuns runs = services.GetRequiredService<TimerRuns>();
    private readonly ILogger<TimerListener> logger = services.GetRequiredService<ILogger<TimerListener>>();

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = await FindLastAsync(stoppingToken);
        var status = new ScheduleStatus { Last = last ?? default, LastUpdated = last ?? default, Next = schedule.GetNextOccurrence(Now) };
        var isPastDue = last is { } before && schedule.GetNextOccurrence(before) <= Now;
        if (isPastDue || trigger.RunOnStartup)
            await RunAsync(status, isPastDue, stoppingToken);
        else if (last is null)
            await RecordAsync(Now, stoppingToken);
        while (await ReachAsync(status.Next, stoppingToken))
            await RunAsync(status, isPastDue: false, stoppingToken);
    }

    private async Task<bool> ReachAsync(DateTime next, CancellationToken cancellationToken)
    {
        for (var left = next - Now; left > TimeSpan.Zero && !cancellationToken.IsCancellationRequested; left = next - Now)
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private async Task RunAsync(ScheduleStatus status, bool isPastDue, CancellationToken cancellationToken)
    {
        var started = Now;
        try
        {
            var told = new ScheduleStatus { Last = status.Last, Next = schedule.GetNextOccurrence(started), LastUpdated = status.LastUpdated };
            await function.CallAsync(services, new TimerInfo { ScheduleStatus = told, IsPastDue = isPastDue }, cancellationToken);
        }
        catch (Exception failure)
        {
            Log.Failed(logger, function.Name, failure);
        }

        // Recorded afterwards: a run that the end of the process cut off counts as missed.
        if (!cancellationToken.IsCancellationRequested)
            await RecordAsync(started, cancellationToken);
        status.Last = started;
        status.LastUpdated = Now;
        status.Next = schedule.GetNextOccurrence(Now);
    }

    private async Task<DateTime?> FindLastAsync(CancellationToken cancellationToken)
    {
        if (!trigger.UseMonitor)
            return null;
        try
        {
            return (await runs.FindAsync(function.Name, cancellationToken))?.UtcDateTime;
        }
        catch (StorageUnavailableException unavailable)
        {
            Log.Unrecorded(logger, function.Name, unavailable.Message);
            return null;
        }
    }

    private async Task RecordAsync(DateTime started, CancellationToken cancellationToken)
    {
        if (!trigger.UseMonitor)
            return;
        try
        {
            await runs.WriteAsync(function.Name, started, cancellationToken);
        }
        catch (StorageUnavailableException unavailable)
        {
            Log.Unrecorded(logger, function.Name, unavailable.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server ends; what ran counts as missed and runs again at the next start, which changes nothing.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Function} failed; it runs again at its next time.")]
        public static partial void Failed(ILogger logger, string function, Exception exception);

        [LoggerMessage(LogLevel.Warning, "Storage does not tell or take when {Function} ran last, so a time that it missed is not made up for: {Reason}")]
        public static partial void Unrecorded(ILogger logger, string function, string reason);
    }
}
