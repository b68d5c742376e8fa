using Azure.Data.Tables;
using StatsService.Storage;

namespace StatsService.Mosp;

/// <summary>The table <c>Mosp</c>: a partition a language, a row an object.</summary>
internal sealed class ObjectNameStore(StorageTables tables) : IObjectNameStore
{
    public async Task<IReadOnlyDictionary<Guid, ObjectName>> ReadAsync(Language language, CancellationToken cancellationToken)
    {
        var table = await tables.Mosp.OpenAsync(cancellationToken);
        var names = new Dictionary<Guid, ObjectName>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {language.Code()}"), cancellationToken: cancellationToken))
        {
            var published = row.GetString(nameof(MospName.Name)) is { } name ? new MospName(row.GetInt64(nameof(MospName.Id))!.Value, name) : null;
            var uuid = Guid.Parse(row.RowKey);
            names[uuid] = new ObjectName(uuid, published, row.GetDateTimeOffset(nameof(ObjectName.AskedAt))!.Value);
        }

        return names;
    }

    public async Task WriteAsync(Language language, ObjectName name, CancellationToken cancellationToken)
    {
        var table = await tables.Mosp.OpenAsync(cancellationToken);
        var row = new TableEntity(language.Code(), name.Uuid.ToString("D")) { [nameof(ObjectName.AskedAt)] = name.AskedAt };
        if (name.Published is { } published)
        {
            row[nameof(MospName.Id)] = published.Id;
            row[nameof(MospName.Name)] = published.Name;
        }

        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
