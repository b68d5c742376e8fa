using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>How a job last went.</summary>
/// <param name="EndedAt">Null: it is running, or died in the middle.</param>
/// <param name="Outcome">A sentence for the administrator: what was done, or why it failed. No secrets.</param>
public sealed record JobRun(string Name, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool HasSucceeded, string Outcome);

/// <summary>Who runs a job, and how each last went, for all instances.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public interface IJobStore
{
    /// <summary>Takes the job, or keeps it, until a time, unless another holder has it then.</summary>
    /// <param name="run">Null: what is known of the last run stays.</param>
    /// <returns>False where another holder has it.</returns>
    Task<bool> TryHoldAsync(string name, Guid holder, DateTimeOffset until, JobRun? run, CancellationToken cancellationToken);

    /// <summary>The last run of each job that ever ran.</summary>
    IAsyncEnumerable<JobRun> ListAsync(CancellationToken cancellationToken);
}
