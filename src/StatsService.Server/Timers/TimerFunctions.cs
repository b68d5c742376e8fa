using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NCrontab;
using StatsService.Upkeep;

namespace StatsService.Server.Timers;

internal static class TimerFunctions
{
    public static void AddTimerListeners(this IServiceCollection services, IEnumerable<ServedFunction> functions, IConfiguration settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TimerRuns>();
        foreach (var function in functions)
        {
            if (function.Trigger is not TimerTriggerAttribute trigger)
                continue;
            var schedule = Parse(function, SettingReferences.Resolve(trigger.Schedule, settings, function.Name));
            services.AddSingleton<IHostedService>(provider => new TimerListener(function, trigger, schedule, provider));
        }
    }

    private static CrontabSchedule Parse(ServedFunction function, string schedule) =>
        CrontabSchedule.TryParse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            ?? throw new HostRuleException($"The schedule \"{schedule}\" of function {function.Name} can't be read: write six fields, {{second}} {{minute}} {{hour}} {{day}} {{month}} {{day of week}}, for example \"0 */5 * * * *\".");
}
