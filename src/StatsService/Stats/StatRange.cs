using Azure;
using Azure.Data.Tables;

namespace StatsService.Stats;

internal static class StatRange
{
    /// <param name="select">The properties to read; null: all.</param>
    /// <param name="pageSize">Null: 1,000.</param>
    /// <summary>The rows of a type's sheets between two days, inclusive; one storage operation a page of at most 1,000.</summary>
    public static AsyncPageable<TableEntity> QueryAsync(
        TableClient table, Guid client, StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken, IEnumerable<string>? select = null, int? pageSize = null)
    {
        var (first, last) = StatKeys.Range(type, from, to);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {StatKeys.Partition(client)} and RowKey ge {first} and RowKey lt {last}");
        return table.QueryAsync<TableEntity>(filter, pageSize, select, cancellationToken);
    }
}
