using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>The table <c>State</c>, partition <c>job</c>: a row a job says who holds it until when, and how it last went.</summary>
internal sealed class JobStore(StorageTables tables, TimeProvider time) : IJobStore
{
    private const string Partition = "job";
    private const string Holder = "Holder";
    private const string HeldUntil = "HeldUntil";

    public async Task<bool> TryHoldAsync(string name, Guid holder, DateTimeOffset until, JobRun? run, CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, name, cancellationToken: cancellationToken);
        var known = found.HasValue ? found.Value : null;
        if (known is not null && known.GetGuid(Holder) != holder && known.GetDateTimeOffset(HeldUntil) > time.GetUtcNow())
            return false;

        var row = new TableEntity(Partition, name) { [Holder] = holder, [HeldUntil] = until };
        if (run is not null)
        {
            row[nameof(JobRun.StartedAt)] = run.StartedAt;
            row[nameof(JobRun.EndedAt)] = run.EndedAt;
            row[nameof(JobRun.HasSucceeded)] = run.HasSucceeded;
            row[nameof(JobRun.Outcome)] = run.Outcome;
        }

        try
        {
            if (known is null)
                await table.AddEntityAsync(row, cancellationToken);
            else
                await table.UpdateEntityAsync(row, known.ETag, run is null ? TableUpdateMode.Merge : TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            // Another instance came first; or our own first try did, unseen, and its hold runs out by itself.
            return false;
        }
    }

    public async IAsyncEnumerable<JobRun> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
        {
            yield return new JobRun(
                row.RowKey,
                row.GetDateTimeOffset(nameof(JobRun.StartedAt))!.Value,
                row.GetDateTimeOffset(nameof(JobRun.EndedAt)),
                row.GetBoolean(nameof(JobRun.HasSucceeded))!.Value,
                row.GetString(nameof(JobRun.Outcome)));
        }
    }
}
