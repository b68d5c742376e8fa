using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace StatsService.Server.Timers;

/// <summary>Calls a function at the times of its schedule (UTC, as in Azure), never twice at once: a time that passes during a call is left out.</summary>
internal sealed partial class TimerListener(
    ServedFunction function,
    TimerTriggerAttribute trigger,
    CrontabSchedule schedule,
    IServiceProvider services,
    TimeProvider time,
    ILogger<TimerListener> logger) : BackgroundService
{
    /// <summary>A delay holds at most 49 days, a schedule may say once a year.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var status = new ScheduleStatus { Next = schedule.GetNextOccurrence(Now) };
        if (trigger.RunOnStartup)
            await RunAsync(status, stoppingToken);
        while (await ReachAsync(status.Next, stoppingToken))
            await RunAsync(status, stoppingToken);
    }

    private async Task<bool> ReachAsync(DateTime next, CancellationToken cancellationToken)
    {
        for (var left = next - Now; left > TimeSpan.Zero && !cancellationToken.IsCancellationRequested; left = next - Now)
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private async Task RunAsync(ScheduleStatus status, CancellationToken cancellationToken)
    {
        var started = Now;
        try
        {
            await function.CallAsync(services, new TimerInfo { ScheduleStatus = new ScheduleStatus { Last = status.Last, Next = schedule.GetNextOccurrence(started), LastUpdated = status.LastUpdated } }, cancellationToken);
        }
        catch (Exception failure)
        {
            Log.Failed(logger, function.Name, failure);
        }

        status.Last = started;
        status.LastUpdated = Now;
        status.Next = schedule.GetNextOccurrence(Now);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Function} failed; it runs again at its next time.")]
        public static partial void Failed(ILogger logger, string function, Exception exception);
    }
}
