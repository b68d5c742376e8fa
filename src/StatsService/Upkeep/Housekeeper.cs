namespace StatsService.Upkeep;

/// <summary>What has to be done now and then: stats that are too old go.</summary>
public sealed class Housekeeper(Retention retention, TimeProvider time)
{
    // Within the time that host.json gives a function.
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(3);

    /// <returns>What was done, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (clients, isComplete) = await retention.RemoveOldAsync(() => time.GetElapsedTime(started) < Duration, cancellationToken);
        return isComplete
            ? $"Clients whose old statistics were removed: {clients}."
            : $"Clients with old statistics: {clients}. They were removed in part; the next run goes on.";
    }
}
