using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>How each job last went, for all instances: the partition <c>job</c> of the table <c>State</c>, a row for each job.</summary>
public sealed class JobStore(StorageEngine storage)
{
    private const string Partition = "job";

    private readonly Table table = storage.Table(TableNames.State);

    public Task WriteAsync(JobRun run, CancellationToken cancellationToken) =>
        table.WriteAsync(new RowChanges(Partition).Put(ToRow(run)), cancellationToken);

    /// <summary>The last run of each job that ever ran.</summary>
    public IAsyncEnumerable<JobRun> ListAsync(CancellationToken cancellationToken) =>
        table.ReadAsync(Partition, KeyRange.All, cancellationToken: cancellationToken).Select(ToRun);

    private static Row ToRow(JobRun run) => new(run.Name)
    {
        [nameof(JobRun.StartedAt)] = run.StartedAt,
        [nameof(JobRun.EndedAt)] = run.EndedAt,
        [nameof(JobRun.HasSucceeded)] = run.HasSucceeded,
        [nameof(JobRun.Outcome)] = run.Outcome,
    };

    private static JobRun ToRun(Row row) => new(
        row.Key,
        row.GetDateTimeOffset(nameof(JobRun.StartedAt))!.Value,
        row.GetDateTimeOffset(nameof(JobRun.EndedAt)),
        row.GetBoolean(nameof(JobRun.HasSucceeded))!.Value,
        row.GetString(nameof(JobRun.Outcome))!);
}
