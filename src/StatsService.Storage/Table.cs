using Azure.Data.Tables;

namespace StatsService.Storage;

/// <summary>A table that is made on first use.</summary>
internal sealed class Table(TableServiceClient service, string name)
{
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
}
