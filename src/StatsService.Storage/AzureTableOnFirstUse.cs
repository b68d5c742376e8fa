using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace StatsService.Storage;

/// <summary>A table that is made on first use.</summary>
internal sealed class AzureTableOnFirstUse(TableServiceClient service, string name)
{
    private const int MaxEntities = 100;
    private const int ParallelDeletions = 8;
    private readonly TableClient client = service.GetTableClient(name);
    private readonly Lock opening = new();
    private Task? made;

    public async ValueTask<TableClient> OpenAsync(CancellationToken cancellationToken)
    {
        Task making;
        lock (opening)
        {
            if (made is null || made.IsFaulted)
                made = client.CreateIfNotExistsAsync(CancellationToken.None);
            making = made;
        }

        await making.WaitAsync(cancellationToken);
        return client;
    }

    /// <summary>Deletes the rows that a filter finds, whoever wrote to them meanwhile. The table stays: a deleted one can't be made again for a while.</summary>
    /// <param name="filter">Null: all.</param>
    public async Task EmptyAsync(string? filter, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await Parallel.ForEachAsync(
            PartsAsync(filter, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletions, CancellationToken = cancellationToken },
            async (part, token) => await DeleteAsync(part, token));
    }

    /// <summary>The keys of rows, as many at a time as go in one transaction.</summary>
    private async IAsyncEnumerable<IReadOnlyList<TableEntity>> PartsAsync(string? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var part = new List<TableEntity>();
        await foreach (var row in client.QueryAsync<TableEntity>(
            filter, select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
        {
            if (part.Count == MaxEntities || (part.Count > 0 && part[0].PartitionKey != row.PartitionKey))
            {
                yield return part;
                part = [];
            }

            part.Add(new TableEntity(row.PartitionKey, row.RowKey));
        }

        if (part.Count > 0)
            yield return part;
    }

    private async Task DeleteAsync(IReadOnlyList<TableEntity> part, CancellationToken cancellationToken)
    {
        try
        {
            await client.SubmitTransactionAsync(part.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        catch (TableTransactionFailedException exception) when (exception.Status == 404)
        {
            // Another deletes too, or an own first try did, unseen: then row by row, where a missing one is no error.
            foreach (var row in part)
                await client.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        }
    }
}
