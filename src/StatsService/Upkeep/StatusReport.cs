using StatsService.Forwarding;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>How the service does.</summary>
public sealed record StatusReport
{
    /// <summary>No schedule is so sparse, nor any job so long, that this is nothing to look after.</summary>
    private static readonly TimeSpan TooLong = TimeSpan.FromHours(1);

    public required DateTimeOffset At { get; init; }

    public required bool HasTables { get; init; }

    public required bool HasQueues { get; init; }

    /// <summary>As the sweeper last saw it; null: it has not run yet, or the tables don't answer.</summary>
    public required AggregationState? Aggregation { get; init; }

    /// <summary>Messages that failed too often, as they lie there now; null: the queues don't answer.</summary>
    public required int? PoisonMessages { get; init; }

    /// <summary>The last run of each job.</summary>
    public required IReadOnlyList<JobRun> Jobs { get; init; }

    /// <summary>How forwarding goes for each client; none where nothing is forwarded.</summary>
    public IReadOnlyList<ClientForwarding> Forwarding { get; init; } = [];

    public bool HasStorage => HasTables && HasQueues;

    /// <summary>How long the day that waits longest has waited for its aggregation; zero: none waits.</summary>
    public TimeSpan? OldestMarkAge => Aggregation is null ? null : Aggregation.OldestMark is { } oldest ? At - oldest : TimeSpan.Zero;

    /// <summary>What is not as it should be, a sentence each; none: all is well.</summary>
    public IEnumerable<string> Reasons
    {
        get
        {
            if (!HasTables)
                yield return "The tables do not answer: calls are answered 503 and nothing new is stored. Check the storage account and AzureWebJobsStorage.";
            if (!HasQueues)
                yield return "The queues do not answer: statistics are stored, their averages follow when the queues are back. Check the storage account and AzureWebJobsStorage.";
            if (PoisonMessages > 0)
                yield return $"{PoisonMessages} aggregation messages failed too often and are kept aside: averages may lack their days. Look for the errors of AggregateStats.";
            if (OldestMarkAge > TooLong)
                yield return $"Stored statistics have waited for their aggregation since {Aggregation!.OldestMark:u}: averages lack them. Look for the errors of AggregateStats.";
            if (At - Aggregation?.ObservedAt > TooLong)
                yield return $"Aggregation was last looked after at {Aggregation!.ObservedAt:u}: the timers may not be running.";
            foreach (var (client, state, _, _) in Forwarding.Where(client => client.State.LastError is not null))
                yield return state.StoppedReason is null
                    ? $"The last try to forward the statistics of {client.Name} failed: they wait, the next run goes on. {state.LastError}"
                    : $"The statistics of {client.Name} are not forwarded until REMOTE_STATS_SERVER, REMOTE_STATS_TOKEN or the client's own token is corrected; they wait. {state.StoppedReason}";
            foreach (var job in Jobs.Where(job => job is { EndedAt: not null, HasSucceeded: false }))
                yield return $"{job.Name} failed at {job.EndedAt:u}: its next run tries again. {job.Outcome}";
            foreach (var job in Jobs.Where(job => job.EndedAt is null && At - job.StartedAt > TooLong))
                yield return $"{job.Name} began at {job.StartedAt:u} and has not ended: its instance may have died; the next run goes on.";
        }
    }
}
