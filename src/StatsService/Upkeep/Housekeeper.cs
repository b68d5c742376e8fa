namespace StatsService.Upkeep;

/// <summary>What has to be done now and then: stats that are too old go, and so does what belongs to none.</summary>
public sealed class Housekeeper(Retention retention, OrphanRepair orphans, TimeProvider time)
{
    // Within the time that host.json gives a function; the orphans have their own bounds.
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(3);

    /// <returns>What was done, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (clients, isComplete) = await retention.RemoveOldAsync(() => time.GetElapsedTime(started) < Duration, cancellationToken);
        if (!isComplete)
            return $"Clients with old statistics: {clients}. They were removed in part; the next run goes on.";
        return $"Clients whose old statistics were removed: {clients}. Rows removed that belonged to no statistics: {await orphans.RepairAsync(cancellationToken)}.";
    }
}
