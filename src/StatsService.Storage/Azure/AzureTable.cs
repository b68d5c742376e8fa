using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace StatsService.Storage.Azure;

/// <summary>A table of Azure Table Storage.</summary>
internal sealed class AzureTable(TableClient client, string name, StorageOperations operations) : Table
{
    private const int PageRows = 1000;

    // In the form of a revision, from before any row was written.
    private const string NoRevision = "W/\"datetime'1601-01-01T00%3A00%3A00.0000000Z'\"";

    private readonly AzureStore store = new(operations, StorageOperations.Tables, name, cancellation => CreateAsync(client, cancellation));

    public override int MaxRowBytes => RowLimits.MaxRowBytes;

    public override async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken) =>
        await FindEntityAsync(partition, key, cancellationToken) is { } entity ? AzureRow.FromEntity(entity) : null;

    public override async IAsyncEnumerable<Row> ReadAsync(
        string partition, KeyRange range, IReadOnlyList<string>? columns, int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {range.From} and RowKey lt {range.To}");
        var left = limit ?? int.MaxValue;
        string? next = null;
        while (left > 0)
        {
            var page = await ReadPageAsync(new PageOf(partition, filter, AzureRow.Properties(columns), Math.Min(left, PageRows), next), cancellationToken);
            foreach (var entity in page.Values)
                yield return AzureRow.FromEntity(entity);
            left -= page.Values.Count;
            if ((next = page.ContinuationToken) is null)
                yield break;
        }
    }

    public override async IAsyncEnumerable<string> ReadPartitionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        string? next = null;
        do
        {
            var page = await ReadPageAsync(new PageOf(null, null, [nameof(TableEntity.PartitionKey)], PageRows, next), cancellationToken);
            foreach (var entity in page.Values.Where(entity => entity.PartitionKey != last))
                yield return last = entity.PartitionKey;
            next = page.ContinuationToken;
        }
        while (next is not null);
    }

    public override bool Fits(RowChanges changes) => AzureLimits.Fit(changes);

    public override Task CreateAsync(CancellationToken cancellationToken) => store.CreateAsync(cancellationToken);

    protected override Task<WriteResult> WriteFittingAsync(RowChanges changes, CancellationToken cancellationToken)
    {
        var write = Guid.NewGuid();
        TableTransactionAction[] actions = [.. changes.All.Select(change => AzureRow.ToAction(changes.Partition, change, write))];
        return store.AskAsync(
            new StorageOperation("write", name, changes.Partition, changes),
            async repetition =>
            {
                try
                {
                    var answers = await client.SubmitTransactionAsync(actions, cancellationToken);
                    return WriteResult.Done([.. answers.Value.Zip(changes.All, (answer, change) => change.IsDeletion ? null : AzureRow.Revision(answer.Headers.ETag!.Value))]);
                }
                catch (TableTransactionFailedException exception) when (Failure(exception) is { } failure)
                {
                    return repetition > 0 && await FindOwnAsync(changes, write, cancellationToken) is { } own
                        ? own
                        : new WriteResult(failure, exception.FailedTransactionActionIndex!.Value, []);
                }
            },
            cancellationToken);
    }

    // The library's own CreateIfNotExists takes every 409 for "exists already".
    private static async Task CreateAsync(TableClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
            // That is what is wanted.
        }
    }

    /// <summary>Behind a conflict of a repeated try stands either another's write, or an own earlier try whose answer was lost.</summary>
    /// <returns>Null where no earlier try was done, as far as can be seen.</returns>
    private async Task<WriteResult?> FindOwnAsync(RowChanges changes, Guid write, CancellationToken cancellationToken)
    {
        var found = new List<TableEntity?>();
        foreach (var change in changes.All)
            found.Add(await FindEntityAsync(changes.Partition, change.Row.Key, cancellationToken));

        // Rows that all were to go and did are as the caller wants them, whoever deleted them.
        var isDone = changes.All.All(change => change.IsDeletion)
            ? found.All(entity => entity is null)
            : found.Any(entity => entity is not null && AzureRow.IsWrittenBy(entity, write));

        // A row that others changed since has a revision that this caller has not seen: with the one given here, it finds a conflict.
        return isDone
            ? WriteResult.Done([.. changes.All.Zip(found, (change, entity) =>
                change.IsDeletion ? null
                : entity is not null && AzureRow.IsWrittenBy(entity, write) ? AzureRow.Revision(entity.ETag)
                : NoRevision)])
            : null;
    }

    private Task<TableEntity?> FindEntityAsync(string partition, string key, CancellationToken cancellationToken) => store.AskAsync<TableEntity?>(
        new StorageOperation("find", name, partition, Key: key),
        async _ =>
        {
            try
            {
                return await client.GetEntityAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException exception) when (IsNoRow(exception))
            {
                return null;
            }
        },
        cancellationToken);

    private Task<Page<TableEntity>> ReadPageAsync(PageOf page, CancellationToken cancellationToken) => store.AskAsync(
        new StorageOperation("read", name, page.Partition),
        async _ => await client.QueryAsync<TableEntity>(page.Filter, page.Rows, page.Properties, cancellationToken)
            .AsPages(page.Continuation).FirstAsync(cancellationToken),
        cancellationToken);

    // A bare 409 or 412, which any machine on the way may answer, says nothing about the rows.
    private static WriteFailure? Failure(TableTransactionFailedException exception) =>
        exception.FailedTransactionActionIndex is null ? null
        : exception.Status == 409 && exception.ErrorCode == TableErrorCode.EntityAlreadyExists ? WriteFailure.Exists
        : exception.Status == 412 && exception.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied ? WriteFailure.Changed
        : IsNoRow(exception) ? WriteFailure.Gone
        : null;

    private static bool IsNoRow(RequestFailedException exception) => exception.Status == 404
        && (exception.ErrorCode == TableErrorCode.ResourceNotFound || exception.ErrorCode == TableErrorCode.EntityNotFound);

    private sealed record PageOf(string? Partition, string? Filter, IEnumerable<string>? Properties, int Rows, string? Continuation);
}
