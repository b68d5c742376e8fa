using Azure.Data.Tables;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>The service's own tables and queues; what else lies in the account is left alone.</summary>
internal sealed class StorageAccount(TableServiceClient service, StorageTables tables, StorageEngine storage) : IStorageAccount
{
    public string Name => $"{service.AccountName} ({service.Uri.GetLeftPart(UriPartial.Authority)})";

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        foreach (var table in tables.All)
            await table.OpenAsync(cancellationToken);
        await storage.Table("Pending").CreateAsync(cancellationToken);
        await storage.Table("Totals").CreateAsync(cancellationToken);
        await storage.Queue(Bell.QueueName).CreateAsync(cancellationToken);
        await storage.Queue(JobPart.QueueName).CreateAsync(cancellationToken);
    }

    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await storage.Queue(Bell.QueueName).EmptyAsync(cancellationToken);
        await storage.Queue(JobPart.QueueName).EmptyAsync(cancellationToken);
        await storage.Table("Pending").EmptyAsync(cancellationToken);
        await storage.Table("Totals").EmptyAsync(cancellationToken);
        foreach (var table in tables.All)
            await table.EmptyAsync(filter: null, cancellationToken);
    }
}
