using Azure.Data.Tables;

namespace StatsService.Storage;

/// <summary>A table that is made on first use.</summary>
internal sealed class Table(TableServiceClient service, string name)
{
    private readonly TableClient client = service.GetTableClient(name);
    private volatile bool exists;

    public async ValueTask<TableClient> OpenAsync(CancellationToken cancellationToken)
    {
        if (!exists)
        {
            await client.CreateIfNotExistsAsync(cancellationToken);
            exists = true;
        }

        return client;
    }
}
