using Azure.Data.Tables;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>The service's own tables and queues; what else lies in the account is left alone.</summary>
internal sealed class StorageAccount(TableServiceClient service, StorageTables tables, AggregationQueue queue) : IStorageAccount
{
    public string Name => $"{service.AccountName} ({service.Uri.GetLeftPart(UriPartial.Authority)})";

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        foreach (var table in tables.All)
            await table.OpenAsync(cancellationToken);
        await queue.CreateAsync(cancellationToken);
    }

    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await queue.EmptyAsync(cancellationToken);
        foreach (var table in tables.All)
            await table.EmptyAsync(filter: null, cancellationToken);
    }
}
