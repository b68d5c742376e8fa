using Azure;
using Azure.Data.Tables;
using StatsService.Stats;

namespace StatsService.Storage.Stats;

internal static class StatRange
{
    /// <summary>The rows of a type's sheets between two days, inclusive; one storage operation a page of at most 1,000.</summary>
    /// <param name="select">Null: all properties.</param>
    public static AsyncPageable<TableEntity> QueryAsync(
        TableClient table, Guid client, StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken, IEnumerable<string>? select = null)
    {
        var (first, last) = StatKeys.Range(type, from, to);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {StatKeys.Partition(client)} and RowKey ge {first} and RowKey lt {last}");
        return table.QueryAsync<TableEntity>(filter, select: select, cancellationToken: cancellationToken);
    }
}
