using StatsService.Forwarding;
using StatsService.Stats;
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

    /// <summary>Null: the tables don't answer.</summary>
    public required AggregationState? Aggregation { get; init; }

    /// <summary>Parts of nightly jobs that failed too often, as they lie there now; null: the queues don't answer.</summary>
    public required int? FailedJobParts { get; init; }

    /// <summary>The last run of each job.</summary>
    public required IReadOnlyList<JobRun> Jobs { get; init; }

    /// <summary>How forwarding goes for each client; none where nothing is forwarded.</summary>
    public IReadOnlyList<ClientForwarding> Forwarding { get; init; } = [];

    /// <summary>Who reports what MONARC's scales don't hold. The service is well all the same: the averages lack these elements.</summary>
    public IReadOnlyList<ImplausibleClient> Implausible { get; init; } = [];

    /// <summary>What is not as it should be, a sentence each; none: all is well.</summary>
    public IEnumerable<string> Reasons
    {
        get
        {
            if (!HasTables)
                yield return "The tables do not answer: calls are answered 503 and nothing new is stored. Check the storage account and AzureWebJobsStorage.";
            if (!HasQueues)
                yield return "The queues do not answer: statistics are stored, their averages follow when the queues are back. Check the storage account and AzureWebJobsStorage.";
            if (FailedJobParts > 0)
                yield return $"{FailedJobParts} parts of nightly jobs failed too often: what they should have done waits for the next night. Look for the errors of RunJobPart.";
            if (Aggregation is { Oldest: { } oldest } && Aggregation.OldestAge > TooLong)
                yield return $"The {oldest.Type.Name()} statistics of {oldest.Date:yyyy-MM-dd} of client {oldest.Client} have waited for their aggregation since {oldest.Since:u}: averages lack them. Look for the errors of AggregateStats.";
            foreach (var day in Aggregation?.Failed ?? [])
                yield return $"The {day.Type.Name()} statistics of {day.Date:yyyy-MM-dd} of client {day.Client} can't be aggregated: averages lack what changed, and it is tried again. {day.Reason}";
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
